import { afterEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import type { Request } from '../../src/contract/index.ts';
import { askSites, createQuestionLog } from '../../src/coordinator/index.ts';
import { type Fold, type JournalRecord, verifyJournal } from '../../src/journal/index.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { closeSites, release, reply, siteThatSays, testCoordinator } from '../support/spoken-site.ts';

afterEach(closeSites);

const draft = { count: 'patients' as const, by: ['PatientSex'], epsilon: '0.5' };
const unknown = (site: string) => reply({ state: 'refused', site, code: 'unknown-key', sentence: 'no' });
const strange = (count: number) => Array.from({ length: count }, (_, at) => `x${String(at).padStart(62, '0')}`);

/** A coordinator of two sites that say this, and what its journal comes to. */
async function coordinatorOf(says: (site: string) => unknown) {
  const sites = [await siteThatSays('a', says('a')), await siteThatSays('b', says('b'))];
  const { ctx, disk, journal, questions } = await testCoordinator(sites);
  // How many questions were on record as open when each was about to be asked.
  const ahead: number[] = [];
  const fault = (at: string): void => void (at === 'noted' && ahead.push(questions.open().length));
  const ask = (secretKey: Uint8Array, change: Partial<Request> = {}) => {
    const signed = signedQuestion({ secretKey, draft, sites: ['a', 'b'], change });
    return askSites({ ctx: { ...ctx, fault }, input: { signed } });
  };
  const bytes = (): number => Object.values(disk.files()).reduce((sum, { length }) => sum + length, 0);
  const flood = async (change: Partial<Request> = {}): Promise<number> => {
    const before = bytes();
    await ask(analyst().secretKey, change);
    return bytes() - before;
  };
  const records = (): readonly JournalRecord[] => {
    const seen: JournalRecord[] = [];
    const fold: Fold = { kinds: {}, apply: () => undefined, follow: (record) => void seen.push(record) };
    expect(verifyJournal({ disk, folds: [createQuestionLog(), fold] })).toMatchObject({ verified: true });
    return seen.filter(({ kind }) => kind === 'question' || kind === 'outcome');
  };
  return { ask, flood, records, ahead, journal, questions };
}

describe('the journal of a coordinator', () => {
  it('holds nothing of sites that there is no link to, however many are named', async () => {
    const { flood, records, questions, journal } = await coordinatorOf(unknown);
    const few = await flood();
    const many = await flood({ sites: ['a', 'b', ...strange(498)] });
    expect(many - few).toBeLessThan(64);
    expect(many).toBeLessThan(1_500);
    expect(records().map(({ body }) => JSON.stringify(body).includes('x0'))).toEqual([false, false, false, false]);
    expect([...questions.outcomes()]).toEqual([
      ['a refused', 2],
      ['b refused', 2],
    ]);
    await journal.close();
  });

  it('grows no further by keys that no site knows, whatever they ask for', async () => {
    const { ask, flood, records, journal } = await coordinatorOf(unknown);
    const stranger = analyst();
    for (let at = 0; at < LIMITS.strangersNotedMax; at += 1) {
      // Half of them by one key.
      await ask(at % 2 === 0 ? stranger.secretKey : analyst().secretKey);
    }
    expect(records()).toHaveLength(2 * LIMITS.strangersNotedMax);
    expect(await flood()).toBe(0);
    expect(await flood({ sites: ['a'] })).toBe(0);
    expect(await flood({ release: 'total' })).toBe(0);
    const { sites } = await ask(stranger.secretKey);
    expect(sites.map(({ state, reason }) => [state, reason])).toEqual([
      ['refused', 'unknown-key'],
      ['refused', 'unknown-key'],
    ]);
    expect(records()).toHaveLength(2 * LIMITS.strangersNotedMax);
    await journal.close();
  });

  it('has every question that a site answers, and again before it is asked once its asker is known', async () => {
    const { ask, records, ahead, questions, journal } = await coordinatorOf((site) => reply(release(site)));
    const strangers = Array.from({ length: LIMITS.strangersNotedMax }, (_, at) => `stranger ${at}`);
    for (const keyId of strangers) {
      const body = { requestId: keyId, textHash: '0'.repeat(64), sites: [] };
      await journal.append({ kind: 'question', actor: 'coordinator', keyId, body }).durable;
      await journal.append({ kind: 'abort', actor: 'coordinator', body: { requestId: keyId } }).durable;
    }
    const ada = analyst();
    for (let times = 0; times < 2; times += 1) {
      const { combined } = await ask(ada.secretKey);
      expect(combined?.sites).toEqual(['a', 'b']);
    }
    expect(ahead).toEqual([0, 1]);
    const own = records().slice(strangers.length);
    expect(own.map(({ kind, keyId }) => [kind, keyId])).toEqual([
      ['question', ada.publicKey],
      ['outcome', null],
      ['question', ada.publicKey],
      ['outcome', null],
    ]);
    expect(questions.open()).toEqual([]);
    expect(questions.losses()).toEqual([1_000_000_000n, 1_000_000_000n]);
    await journal.close();
  });

  it('lets those who turn out to be known take no stranger’s place', async () => {
    const { ask, ahead, journal } = await coordinatorOf((site) => reply(release(site)));
    for (let at = 0; at <= LIMITS.strangersNotedMax; at += 1) {
      await ask(analyst().secretKey);
    }
    expect(ahead).toEqual(Array.from({ length: LIMITS.strangersNotedMax + 1 }, () => 1));
    await journal.close();
  });

  it('is read as earlier versions wrote it, without the keys of askers', async () => {
    const { journal, questions, ask } = await coordinatorOf(unknown);
    const body = { requestId: 'x', textHash: '0'.repeat(64), sites: ['a', 'gone'] };
    await journal.append({ kind: 'question', actor: 'coordinator', body }).durable;
    expect(questions.open()).toEqual(['x']);
    const sites = [{ site: 'a', state: 'answered', answerDigest: null, loss: { epsilon: '0.5', blocks: [2026] } }];
    await journal.append({ kind: 'outcome', actor: 'coordinator', body: { requestId: 'x', sites } }).durable;
    expect([questions.open(), questions.losses()]).toEqual([[], [500_000_000n]]);
    await ask(analyst().secretKey);
    await journal.close();
  });
});
