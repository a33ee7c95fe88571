import type { Clock } from '../base/index.ts';
import { assertCharged, sealExact } from '../privacy/for-query.ts';
import type { Charge, Counts, Exact } from '../privacy/index.ts';
import { exactValues } from './execute.ts';
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
}

/**
 * Runs a plan that is paid for and seals what it counted: only the release gate can open it.
 * @throws SfumatoError `internal` when half the time class passed since admission, or the engine failed; AssertionFailure
 *   for a plan that `planned` didn't make, or a charge that isn't its own.
 */
export async function run<R>({ plan, charge, snapshot, admission }: RunInput<R>): Promise<Exact<R, Counts>> {
  assertPlanned(plan);
  assertCharged(charge, plan.mechanism);
  const deadline = admission && {
    clock: admission.clock,
    atMs: admission.admittedAtMs + plan.timeClassMs * RUNNING_SHARE,
  };
  const work = { question: plan.question, statement: plan.compiled };
  return sealExact(plan.mechanism, await exactValues(scanOf(snapshot), work, deadline));
}
