import { expect } from 'vitest';
import { canonicalJson, LIMITS } from '../../../src/base/index.ts';
import { type Answered, type MeterId, type Refusal, toReply } from '../../../src/budget/index.ts';
import {
  ANALYST,
  type Asking,
  answerTo,
  ask,
  BLOCK,
  METERS,
  mechanismOf,
  PROJECT,
  questionOf,
  RunFailed,
  request,
  reserveFor,
  runCharged,
  type SpendingSite,
  spent,
} from '../../support/budget-site.ts';

/** A store under test: what is durable in it outlives every crash. */
export interface Store {
  /** Begins with what is durable. */
  open(): Promise<SpendingSite>;
  /** More budget on each meter, durably; of the process that was opened last. */
  grant(nanoEpsilon: bigint, meters?: readonly MeterId[]): Promise<void>;
  /** Ends the process without a word: what is not durable by now is lost. */
  crash(): void;
}

/** Tries one thing that every store owes; rejects where it isn't so. */
export type Clause = (store: Store) => Promise<void>;

const COST = 100_000_000n;
const textOf = (answer: Answered | Refusal) => canonicalJson(toReply(answer).answer);

async function granted(store: Store, nanoEpsilon: bigint, meters = METERS): Promise<SpendingSite> {
  const site = await store.open();
  await store.grant(nanoEpsilon, meters);
  return site;
}

async function reopened(store: Store): Promise<SpendingSite> {
  store.crash();
  return await store.open();
}

const interruptedOf = ({ budget }: SpendingSite, asking: Asking) => {
  const recalled = budget.recall(asking.ref);
  expect(recalled.state).toBe('interrupted');
  return recalled.state === 'interrupted' ? recalled.interrupted : { reservation: '', snapshot: '' };
};

/** Resumes what a crash interrupted. */
async function resume(site: SpendingSite, asking: Asking) {
  const mechanism = mechanismOf<unknown>(asking);
  const same = { question: questionOf(asking.ref.id), meters: METERS, snapshot: 'snapshot-1', actor: 'ada' };
  return {
    mechanism,
    outcome: await site.budget.resume({ mechanism, interrupted: interruptedOf(site, asking), ...same }),
  };
}

const ONE: Asking = { ref: request(1) };

async function chargedOnce(site: SpendingSite, asking = ONE) {
  const mechanism = mechanismOf<unknown>(asking);
  const outcome = await reserveFor(site, asking, mechanism);
  expect(outcome.state).toBe('charged');
  return outcome.state === 'charged' ? { charge: outcome.charge, mechanism } : Promise.reject(new Error('not charged'));
}

async function spendsExactly(store: Store): Promise<void> {
  // Beyond what a double holds exactly, and not a multiple of the cost.
  const [cost, cap] = [9_007_199_254_740_993n, 9_007_199_254_740_993n * 5n + 1n];
  const site = await granted(store, cap);
  for (let number = 0; number < 6; number += 1) {
    const outcome = await ask(site, { ref: request(number), nanoEpsilon: cost });
    expect(outcome === 'budget-exhausted', `request ${number}`).toBe(number === 5);
  }
  expect(site.budget.meters().map(({ committed, left }) => [...committed, ...left])).toEqual(
    METERS.map(() => [5n * cost, 1n]),
  );
  expect(site.budget.left(METERS)).toEqual([1n]);
}

async function chargesAllOrNone(store: Store): Promise<void> {
  const site = await granted(store, COST, [BLOCK, PROJECT]);
  await store.grant(COST - 1n, [ANALYST]);
  expect(await ask(site, ONE)).toBe('budget-exhausted');
  expect(METERS.map((meter) => spent(site, meter))).toEqual([0n, 0n, 0n]);
  expect((await answerTo(site, { ...ONE, meters: [BLOCK, PROJECT] })) && spent(site)).toBe(COST);
}

async function survivesARace(store: Store): Promise<void> {
  const site = await granted(store, 10n * COST + COST / 2n);
  const outcomes = await Promise.all(Array.from({ length: 48 }, (_, at) => ask(site, { ref: request(at) })));
  expect(outcomes.filter((outcome) => outcome === 'budget-exhausted')).toHaveLength(38);
  expect(METERS.map((meter) => spent(site, meter))).toEqual(METERS.map(() => 10n * COST));
}

async function chargesOneRequestOnce(store: Store): Promise<void> {
  const site = await granted(store, 10n * COST);
  const answers = await Promise.all(Array.from({ length: 8 }, () => answerTo(site, ONE)));
  expect(new Set(answers.map(textOf)).size).toBe(1);
  expect(spent(site)).toBe(COST);
}

async function drawsOneQuestionOnce(store: Store): Promise<void> {
  const site = await granted(store, 10n * COST);
  const asked = Array.from({ length: 8 }, (_, at) => ({ ref: request(at), question: questionOf('the same') }));
  const answers = await Promise.all(asked.map((asking) => answerTo(site, asking)));
  expect(new Set(answers.map(textOf)).size).toBe(1);
  expect(spent(site)).toBe(COST);
}

async function givesRetriesTheirAnswer(store: Store): Promise<void> {
  const site = await granted(store, 10n * COST);
  const first = textOf(await answerTo(site, ONE));
  expect(textOf(await answerTo(site, ONE))).toBe(first);
  const after = await reopened(store);
  const again = await answerTo(after, ONE);
  expect([textOf(again), toReply(again).replayed]).toEqual([first, true]);
  expect(spent(after)).toBe(COST);
}

async function tiesAnIdToItsText(store: Store): Promise<void> {
  let site = await granted(store, 10n * COST);
  await answerTo(site, ONE);
  const other = { ref: { ...ONE.ref, textHash: 'f'.repeat(64) } };
  for (const _ of ['in this process', 'after a crash']) {
    expect(site.budget.recall(other.ref).state).toBe('conflict');
    expect(site.budget.recall({ ...ONE.ref, project: 'another' }).state).toBe('new');
    site = await reopened(store);
  }
}

async function servesAQuestionFree(store: Store): Promise<void> {
  const site = await granted(store, 10n * COST);
  const question = questionOf('the same');
  const cheap = textOf(await answerTo(site, { ref: request(1), question }));
  expect(textOf(await answerTo(site, { ref: request(2), question }))).toBe(cheap);
  const dear = textOf(await answerTo(site, { ref: request(3), question, nanoEpsilon: 2n * COST }));
  expect([dear === cheap, spent(site)]).toEqual([false, 3n * COST]);
  // Whoever was served once is served the same for ever, although a better answer came since.
  const after = await reopened(store);
  expect(textOf(await answerTo(after, { ref: request(2), question }))).toBe(cheap);
  expect(spent(after)).toBe(3n * COST);
}

async function commitsAChargeOnce(store: Store): Promise<void> {
  const site = await granted(store, 10n * COST);
  const paid = await chargedOnce(site);
  await runCharged(site, ONE, paid);
  await expect(runCharged(site, ONE, paid)).rejects.toThrow();
  await expect(site.budget.conclude({ charge: paid.charge, actor: 'ada' })).rejects.toThrow();
  expect(site.budget.meters().map(({ reserved, committed }) => [...reserved, ...committed])).toEqual(
    METERS.map(() => [0n, COST]),
  );
}

async function keepsAChargeThroughACrash(store: Store): Promise<void> {
  const site = await granted(store, COST);
  await chargedOnce(site);
  const after = await reopened(store);
  expect(METERS.map((meter) => spent(after, meter))).toEqual(METERS.map(() => COST));
  expect(await ask(after, { ref: request(2) })).toBe('budget-exhausted');
  interruptedOf(after, ONE);
}

async function keepsAnAnswerThroughACrash(store: Store): Promise<void> {
  const site = await granted(store, 10n * COST);
  const first = textOf(await runCharged(site, ONE, await chargedOnce(site)));
  const after = await reopened(store);
  expect(textOf(await answerTo(after, ONE))).toBe(first);
  expect(spent(after)).toBe(COST);
}

async function resumesUnderTheSameCharge(store: Store): Promise<void> {
  await chargedOnce(await granted(store, 10n * COST));
  let site = await reopened(store);
  expect((await resume(site, ONE)).outcome.state).toBe('charged');
  expect(spent(site)).toBe(COST);
  site = await reopened(store);
  const { mechanism, outcome } = await resume(site, ONE);
  expect(outcome.state).toBe('charged');
  const first =
    outcome.state === 'charged' ? textOf(await runCharged(site, ONE, { charge: outcome.charge, mechanism })) : '';
  expect(textOf(await answerTo(await reopened(store), ONE))).toBe(first);
}

async function resumesThreeTimesAtMost(store: Store): Promise<void> {
  await chargedOnce(await granted(store, 10n * COST));
  for (let attempt = 0; attempt < LIMITS.resumptionsMax; attempt += 1) {
    expect((await resume(await reopened(store), ONE)).outcome.state).toBe('charged');
  }
  const site = await reopened(store);
  expect((await resume(site, ONE)).outcome.state).toBe('concluded');
  const { answer } = toReply(await answerTo(await reopened(store), ONE));
  expect(answer).toMatchObject({ state: 'refused', code: 'unavailable' });
}

async function resumesOnlyTheSame(store: Store): Promise<void> {
  await chargedOnce(await granted(store, 10n * COST));
  const site = await reopened(store);
  const interrupted = interruptedOf(site, ONE);
  const same = { question: questionOf(ONE.ref.id), meters: METERS, snapshot: 'another', actor: 'ada' };
  const outcome = await site.budget.resume({ mechanism: mechanismOf<unknown>(ONE), interrupted, ...same });
  expect(outcome.state).toBe('concluded');
  expect(spent(site)).toBe(COST);
}

async function givesBackWhatNeverRan(store: Store): Promise<void> {
  const site = await granted(store, COST);
  expect(await ask(site, { ...ONE, givesUp: () => true })).toBe('busy');
  expect(METERS.map((meter) => spent(site, meter))).toEqual([0n, 0n, 0n]);
  const paid = await chargedOnce(site, { ref: request(2) });
  site.budget.startRun(paid.charge);
  await expect(site.budget.abandon({ charge: paid.charge, actor: 'ada' })).rejects.toThrow();
  expect(spent(await reopened(store))).toBe(COST);
}

async function keepsWhatMayHaveRun(store: Store): Promise<void> {
  await chargedOnce(await granted(store, COST));
  const site = await reopened(store);
  const { outcome } = await resume(site, ONE);
  expect(outcome.state).toBe('charged');
  if (outcome.state === 'charged') {
    await site.budget.abandon({ charge: outcome.charge, actor: 'ada' });
  }
  expect(spent(site)).toBe(COST);
  interruptedOf(site, ONE);
}

async function chargesAFailedRun(store: Store): Promise<void> {
  const site = await granted(store, COST);
  const fails = () => {
    throw new RunFailed();
  };
  const first = await answerTo(site, { ...ONE, run: fails });
  expect(toReply(first).answer).toMatchObject({ state: 'refused', code: 'unavailable' });
  expect(spent(site)).toBe(COST);
  const after = await reopened(store);
  expect(textOf(await answerTo(after, ONE))).toBe(textOf(first));
  expect(spent(after)).toBe(COST);
}

async function looksOnceMoreBeforeItCharges(store: Store): Promise<void> {
  const site = await granted(store, COST);
  expect(await ask(site, { ...ONE, check: () => 'frozen' })).toBe('frozen');
  expect(METERS.map((meter) => spent(site, meter))).toEqual([0n, 0n, 0n]);
}

/** What every store owes, by what it is about. */
export const CLAUSES = {
  'spends exactly what it says': spendsExactly,
  'charges all meters or none': chargesAllOrNone,
  'never spends more than the cap in a race': survivesARace,
  'charges a request once, however often it comes at once': chargesOneRequestOnce,
  'draws a question once, whoever asks it at once': drawsOneQuestionOnce,
  'gives a retry its own answer, free, byte for byte': givesRetriesTheirAnswer,
  'ties a request id to its text, its key and its project': tiesAnIdToItsText,
  'serves a question that was answered, free, and the same for ever': servesAQuestionFree,
  'takes one answer for a charge': commitsAChargeOnce,
  'keeps a charge through a crash': keepsAChargeThroughACrash,
  'keeps an answer through a crash': keepsAnAnswerThroughACrash,
  'resumes under the same charge': resumesUnderTheSameCharge,
  'resumes three times at most': resumesThreeTimesAtMost,
  'resumes nothing but what was charged': resumesOnlyTheSame,
  'gives back what never ran, and nothing else': givesBackWhatNeverRan,
  'gives nothing back that may have run': keepsWhatMayHaveRun,
  'charges a run that failed, and says so for ever': chargesAFailedRun,
  'looks once more in the step that charges': looksOnceMoreBeforeItCharges,
} as const satisfies Readonly<Record<string, Clause>>;
