import { beforeEach, describe, expect, it } from 'vitest';
import { hashText, isSfumatoError, systemEntropy } from '../../src/base/index.ts';
import { type Contributed, isAnswer, isContribution, toMaskReply, toReply } from '../../src/budget/index.ts';
import { readJournal } from '../../src/journal/index.ts';
import { sealExact } from '../../src/privacy/for-query.ts';
import { disguise, mask } from '../../src/privacy/index.ts';
import { atOnce } from '../privacy/at-once.ts';
import { parties, partOf } from '../privacy/masking-round.ts';
import {
  ask,
  type BudgetSite,
  grant,
  METERS,
  mechanismOf,
  openSite,
  questionOf,
  request,
  spent,
  statementOf,
} from '../support/budget-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

const ROSTER = parties(3, systemEntropy());
const NONCE = 'ab'.repeat(16);
const ROUND = { hash: hashText('round', 'one'), nonce: NONCE };
const COST = 100_000_000n;

let disk: MemoryDisk;
let site: BudgetSite;

beforeEach(async () => {
  disk = new MemoryDisk();
  site = await openSite(disk);
  await grant(site, 1_000_000_000n);
});

interface Wanted {
  readonly attempt?: number;
  readonly round?: typeof ROUND;
  /** What is masked for another round than is charged. */
  readonly maskedFor?: string;
}

async function reserveRound(of: BudgetSite, { attempt = 1, round = ROUND }: Wanted) {
  const ref = request(1, { attempt });
  const mechanism = mechanismOf<unknown>({ ref });
  const rest = { meters: METERS, snapshot: 'snapshot-1', policy: 'imaging@1.0.0', actor: 'ada' };
  const reserved = await of.budget.reserve({ mechanism, ref, question: questionOf(round.hash), round, ...rest });
  return { mechanism, reserved };
}

/** The whole way of one attempt. */
async function contribute(of: BudgetSite, wanted: Wanted = {}): Promise<Contributed> {
  const { attempt = 1, round = ROUND, maskedFor = round.hash } = wanted;
  const { mechanism, reserved } = await reserveRound(of, wanted);
  if (reserved.state !== 'charged') {
    throw new Error(reserved.state);
  }
  const { charge } = reserved;
  of.budget.startRun(charge);
  const cover = atOnce(disguise(mechanism, partOf(ROSTER, 0, maskedFor), systemEntropy())!);
  const masked = mask({ exact: sealExact(mechanism, [7n, 8n]), charge, disguise: cover });
  return await of.budget.contribute({
    ...{ charge, mechanism, masked, statement: statementOf({ ref: request(1) }), actor: 'ada' },
    start: { attempt, nonce: round.nonce },
    shares: { parts: 2, count: 3 },
  });
}

const kinds = () => [...readJournal(disk)].map(({ kind }) => kind);

describe('an attempt at a total', () => {
  it('is charged, committed and found again, the same bytes, also after a restart', async () => {
    const first = toMaskReply(await contribute(site));
    expect(first).toMatchObject({ replayed: false, answer: { state: 'masked', round: ROUND.hash } });
    for (const again of [site, await openSite(disk)]) {
      const recalled = again.budget.recallAttempt(request(1, { attempt: 1 }));
      expect(recalled).toMatchObject({ state: 'masked', nonce: NONCE });
      if (recalled.state === 'masked') {
        expect(toMaskReply(recalled.contributed)).toEqual({ ...first, replayed: true });
      }
    }
    expect(METERS.map((meter) => spent(site, meter))).toEqual(METERS.map(() => COST));
    expect(kinds().filter((kind) => kind === 'commit')).toHaveLength(1);
  });

  it('is no answer, and serves no question', async () => {
    const contributed = await contribute(site);
    expect(isAnswer(contributed)).toBe(false);
    expect(isContribution(contributed)).toBe(true);
    expect(() => toReply(contributed as never)).toThrow('not a live answer');
    const wanted = { question: questionOf(ROUND.hash), shares: [1n] };
    expect(site.budget.stored(wanted)).toBeUndefined();
    expect(await site.budget.lookup({ ref: request(2), ...wanted, actor: 'ada' })).toBeUndefined();
  });

  it('keeps neither values nor masks nor noise in the journal, and the vector only sealed', async () => {
    const { answer } = toMaskReply(await contribute(site));
    const clear = JSON.stringify([...readJournal(disk)].map(({ body }) => body));
    expect(answer.state === 'masked' && answer.vector.length).toBe(22);
    expect(clear).not.toContain(answer.state === 'masked' ? answer.vector : '');
    expect(clear).toContain(ROUND.hash);
  });

  it('is charged once more for every further attempt, each with a round of its own', async () => {
    await contribute(site);
    await contribute(site, { attempt: 2, round: { hash: hashText('round', 'two'), nonce: 'cd'.repeat(16) } });
    expect(METERS.map((meter) => spent(site, meter))).toEqual(METERS.map(() => 2n * COST));
  });

  it('never takes place twice, nor a round under two attempts', async () => {
    await contribute(site);
    const other = { hash: hashText('round', 'two'), nonce: 'cd'.repeat(16) };
    expect((await reserveRound(site, { round: other })).reserved.state).toBe('again');
    await expect(reserveRound(site, { attempt: 2 })).rejects.toSatisfy((error) =>
      isSfumatoError(error, 'invariant-broken'),
    );
  });

  it('never commits what was masked for another round than was charged', async () => {
    await expect(contribute(site, { maskedFor: hashText('round', 'another') })).rejects.toThrow(
      'committed for the round that was charged',
    );
    expect(kinds()).not.toContain('commit');
  });

  it('has the id of its request: another text under it is a conflict, at any attempt and at none', async () => {
    await contribute(site, { attempt: 3 });
    const textHash = hashText('text', 'another');
    for (const attempt of [1, 2, 3]) {
      expect(site.budget.recallAttempt(request(1, { textHash, attempt })).state).toBe('conflict');
    }
    expect(site.budget.recall(request(1, { textHash })).state).toBe('conflict');
    expect(site.budget.recallAttempt(request(1, { attempt: 1 })).state).toBe('new');
  });

  it('ends as unavailable, charged, when the process ended before its vector was committed', async () => {
    await reserveRound(site, {});
    const next = await openSite(disk);
    const recalled = next.budget.recallAttempt(request(1, { attempt: 1 }));
    expect(recalled.state).toBe('interrupted');
    if (recalled.state === 'interrupted') {
      const { interrupted } = recalled;
      const refused = await next.budget.forfeit({ interrupted, actor: 'ada' });
      expect(toMaskReply(refused).answer).toMatchObject({ state: 'refused', code: 'unavailable' });
    }
    expect(METERS.map((meter) => spent(next, meter))).toEqual(METERS.map(() => COST));
    expect(next.budget.recallAttempt(request(1, { attempt: 1 })).state).toBe('stored');
    expect((await openSite(disk)).budget.recallAttempt(request(1, { attempt: 1 })).state).toBe('stored');
  });

  it('never passes an answer in clear off as a contribution', async () => {
    const answered = await ask(site, { ref: request(9) });
    expect(() => toMaskReply(answered as never)).toThrow();
  });
});
