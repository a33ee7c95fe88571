import { afterAll, beforeAll, expect, it } from 'vitest';
import { countsText } from '../../src/dashboard/site/budgets/budgets.tsx';
import { shortText } from '../../src/dashboard/site/budgets/worth.ts';
import { writtenText } from '../../src/dashboard/texts/say.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site?.close());

const overviewOf = async (person: 'mira' | 'noor' | 'rosa') =>
  (await (await site.browser(person).get('/')).text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

it('says how many of the decisions that wait wait for the signature of whoever looks', async () => {
  const fields = { person: 'otto', reason: 'He has left the hospital.', passphrase: PASSPHRASE };
  const form = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`dismiss-${name}`, value]));
  await site.browser('noor').send('/people', '/people/dismiss', form);
  expect(await overviewOf('mira')).toContain('Waiting for signatures 1 … 1 for yours');
  expect(await overviewOf('noor')).toContain('Waiting for signatures 1 Open the approvals');
});

it('says of a budget that is used up that nothing more can be asked, and not that about 0 counts can', () => {
  const say = ({ en }: { readonly en: string }) => en;
  const view = { say } as unknown as Parameters<typeof countsText>[0];
  const question = { counting: 'pure', nanoEpsilon: 100_000_000n, width: '30' } as unknown as Parameters<
    typeof countsText
  >[2];
  expect(countsText(view, { left: '0' }, question)).toBe('nothing more: it is used up');
});

it.each([
  ['4', '4'],
  ['0', '0'],
  ['20', '20'],
  ['3.50', '3.5'],
  ['1234.567891234', '1234.567'],
  ['0.999999999', '0.999'],
  ['1.000000001', '1'],
  ['0.000999999999999999', '< 0.001'],
  ['0.000000000000000001', '< 0.001'],
])(
  'heads what is left with so many digits that it stands on one line, and never with more than there is: %s',
  (left, head) => {
    expect(shortText(left)).toBe(head);
    expect(writtenText({ lang: 'de' }, head)).toBe(head.replace('.', ','));
  },
);
