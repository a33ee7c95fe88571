import type { Clock } from '../base/index.ts';
import { sealExact } from '../privacy/for-query.ts';
import type { Counts, Exact } from '../privacy/index.ts';
import { exactCounts } from './execute.ts';
import type { Plan } from './plan.ts';
import { type Snapshot, scanOf } from './snapshot.ts';

/** When the request was admitted, by which clock (`monotonicMs`). */
export interface Admission {
  readonly clock: Clock;
  readonly admittedAtMs: number;
}

/** A statement is stopped at this share of its time class, so that noise, commit and sending keep theirs. */
const RUNNING_SHARE = 1 / 2;

/**
 * Runs a plan and seals what it counted: only the release gate can open it.
 * @throws SfumatoError `internal` when half the time class passed since admission, or the engine failed.
 */
export async function run<R>(plan: Plan<R>, snapshot: Snapshot, admission?: Admission): Promise<Exact<R, Counts>> {
  const deadline = admission && {
    clock: admission.clock,
    atMs: admission.admittedAtMs + plan.timeClassMs * RUNNING_SHARE,
  };
  const work = { question: plan.question, statement: plan.compiled };
  return sealExact(plan.mechanism, await exactCounts(scanOf(snapshot), work, deadline));
}
