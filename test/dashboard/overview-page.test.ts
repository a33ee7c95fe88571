import { afterAll, beforeAll, expect, it } from 'vitest';
import { countsText } from '../../src/dashboard/site/budgets/budgets.tsx';
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
