import { assert, type Clock } from '../base/index.ts';
import { assertCharged, sealExact } from '../privacy/for-query.ts';
import type { Charge, Counts, Exact } from '../privacy/index.ts';
import type { Prepared } from '../warehouse/scan.ts';
import { exactValues, preparedValues } from './execute.ts';
import { assertPlanned, type Plan } from './plan.ts';
import { type Snapshot, scanOf } from './snapshot.ts';

/** When the request was admitted, by which clock (`monotonicMs`). */
export interface Admission {
  readonly clock: Clock;
  readonly admittedAtMs: number;
}

/** A statement is stopped at this share of its time class, so that noise, commit and sending keep theirs. */
const RUNNING_SHARE = 1 / 2;

/** What a run needs: a plan, proof that it is paid for, and the rows. */
export interface RunInput<R> {
  readonly plan: Plan<R>;
  readonly charge: Charge<R>;
  readonly snapshot: Snapshot;
  readonly admission?: Admission;
  /** Where the statement was prepared before it was paid for. */
  readonly ahead?: Ahead;
}

/** A plan's statement, prepared on a snapshot. It has read no row and holds a connection, so it must be dropped, run or not. */
export interface Ahead {
  readonly drop: () => Promise<void>;
}

const prepared = new WeakMap<Ahead, { readonly plan: object; readonly snapshot: Snapshot; readonly work: Prepared }>();

/** Has the engine prepare a plan's statement, while the charge for it becomes durable. @throws AssertionFailure as `run`. */
export function prepareAhead<R>({ plan, snapshot }: Pick<RunInput<R>, 'plan' | 'snapshot'>): Ahead {
  assertPlanned(plan);
  const work = scanOf(snapshot).prepare(plan.compiled);
  const ahead: Ahead = Object.freeze({ drop: work.drop });
  prepared.set(ahead, { plan, snapshot, work });
  return ahead;
}

/**
 * Runs a plan that is paid for and seals what it counted: only the release gate can open it.
 * @throws SfumatoError `internal` when half the time class passed since admission, or the engine failed; AssertionFailure
 *   for a plan that `planned` didn't make, or a charge that isn't its own.
 */
export async function run<R>(input: RunInput<R>): Promise<Exact<R, Counts>> {
  const { plan, charge, snapshot, admission } = input;
  assertPlanned(plan);
  assertCharged(charge, plan.mechanism);
  const deadline = admission && {
    clock: admission.clock,
    atMs: admission.admittedAtMs + plan.timeClassMs * RUNNING_SHARE,
  };
  if (input.ahead === undefined) {
    const work = { question: plan.question, statement: plan.compiled };
    return sealExact(plan.mechanism, await exactValues(scanOf(snapshot), work, deadline));
  }
  const ahead = prepared.get(input.ahead);
  assert(ahead?.plan === plan && ahead.snapshot === snapshot, 'what was prepared ahead is what runs');
  return sealExact(plan.mechanism, await preparedValues(ahead.work, plan.question, deadline));
}
