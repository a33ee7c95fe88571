import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId, systemEntropy } from '../../src/base/index.ts';
import { REFUSALS as SENTENCES } from '../../src/contract/refusal.table.ts';
import { GROUNDS as TEXTS } from '../../src/dashboard/texts/grounds.table.ts';
import { REFUSALS } from '../../src/dashboard/texts/refusals.table.ts';
import { LANGS, type Text } from '../../src/dashboard/texts/say.ts';
import { GROUNDS } from '../../src/governance/grounds.table.ts';
import { ground, notTaken } from '../../src/governance/index.ts';
import { codeBelow } from '../tidy/repository.ts';
import { waitingIn } from './markup.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

const REASON = 'Decided at the meeting.';
const asked = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');

describe('the grounds on which decisions are not taken', () => {
  it('name no value in any language that the node doesn’t give', () => {
    const given: Readonly<Record<string, readonly string[]>> = GROUNDS;
    const texts: readonly (readonly [string, Text])[] = Object.entries(TEXTS);
    const wrong = texts.filter(([code, text]) =>
      LANGS.some((lang) => asked(text[lang]).some((name) => !given[code]?.includes(name))),
    );
    expect(wrong.map(([code]) => code)).toEqual([]);
    expect(texts.map(([code]) => code).sort()).toEqual(Object.keys(GROUNDS).sort());
  });

  it('are the only ones: no decision is refused in a sentence alone', () => {
    const thrown = ['src/node/verbs/decision/', 'src/governance/']
      .flatMap((folder) => codeBelow(folder))
      .filter(
        ({ path, text }) =>
          !/\/(ground|breach|permission|revocations)\.ts$/.test(path) && text.includes('new SfumatoError('),
      );
    expect(thrown.map(({ path }) => path)).toEqual([]);
  });
});

it('a refusal of a question has the node’s own sentence in English', () => {
  expect(Object.fromEntries(Object.entries(REFUSALS).map(([code, { en }]) => [code, en]))).toEqual(SENTENCES);
});

describe('a refused decision on a page in German', () => {
  let site: OpenPages;
  beforeAll(async () => {
    site = await openPages();
  });
  afterAll(() => site.close());

  const signed = (form: string) => ({ [`${form}-reason`]: REASON, [`${form}-passphrase`]: PASSPHRASE });
  const german = (name: 'mira' | 'noor') => site.browser(name, 0, 'de');
  const path = '/budgets/project%3Alung-imaging';
  const amend = { 'amend-purpose': 'Something else than before.', ...signed('amend') };

  it.each([
    ['-9000', 'Die Obergrenze fiele unter 0'],
    ['0', 'Eine Änderung um 0 ändert nichts'],
  ])('says why in German: a grant of %s', async (epsilon, sentence) => {
    const sent = await german('noor').send(path, `${path}/grant`, { 'grant-epsilon': epsilon, ...signed('grant') });
    expect(sent.status).toBe(422);
    const page = await sent.text();
    expect(page).toContain(sentence);
    expect(page).not.toContain('granted now');
  });

  it('leads to the same decision where that waits already', async () => {
    const at = '/projects/lung-imaging';
    const id = waitingIn(await (await german('noor').send(at, `${at}/amend`, amend)).text());
    const again = await (await german('noor').send(at, `${at}/amend`, amend)).text();
    expect(again).toContain('Dasselbe wartet schon auf Unterschriften, unterschrieben von noor');
    expect(again).toContain(`href="/inbox/${id}"`);
  });

  it('says of a recovery that is on record, but not complete, what is to be done, and not that it is gone', async () => {
    const log = { size: 3, root: Buffer.alloc(32, 1).toString('base64') };
    const action = {
      ...({ version: 1, kind: 'recovery', site: 'harbour', reason: REASON } as const),
      ...{ id: randomId(systemEntropy()), body: { lost: log, kept: log }, expires: Date.now() + 3_600_000 },
    };
    await site.run('submit', { signed: site.signed('noor', action) });
    const { guard } = site.node.ctx;
    const recover = () => Promise.reject(notTaken(ground('recovery-incomplete', 'Not complete.'), 'unreachable-peer'));
    Object.assign(site.node.ctx, { guard: { ...guard, recover, assertRecovers: async () => undefined } });
    const path = `/inbox/${action.id}`;
    const sent = await german('mira').send(path, `${path}/approve`, { 'approve-passphrase': PASSPHRASE });
    Object.assign(site.node.ctx, { guard });
    expect(sent.status).toBe(409);
    expect(await sent.text()).toContain('Die Wiederherstellung ist im Protokoll, aber nicht vollständig');
  });

  it('waits for no signature once it can’t be taken any more, and its page says so', async () => {
    const at = '/projects/lung-imaging';
    await german('mira').send(at, `${at}/end`, signed('end'));
    const [waiting] = (await site.run('inbox')).pending;
    expect(waiting).toMatchObject({ mayStill: [], impossible: { code: 'project-over' } });
    const page = await (await german('mira').get(`/inbox/${waiting?.action.id}`)).text();
    expect(page).toContain('Das Projekt ist beendet und wird nie wieder geöffnet. Lehnen Sie sie ab');
    expect(page).not.toMatch(/\/approve"|<span lang="en"/);
    expect(await (await german('mira').get(at)).text()).toContain('Das Projekt ist beendet.');
  });
});
