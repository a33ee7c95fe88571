import type { Charge, Loss } from '../privacy/index.ts';
import type { Answered } from './answer.ts';
import type { CommitInput } from './commit.ts';
import type { ConcludeInput } from './conclude.ts';
import type { RequestRef } from './kinds.ts';
import type { MeterId } from './meter-id.ts';
import type { LookupInput, Recalled } from './recall.ts';
import type { Reserved, ReserveInput } from './reserve.ts';
import type { Resumed, ResumeInput } from './resume.ts';

/** One meter as it stands, in the units of the site's accountant. */
export interface MeterState {
  readonly id: MeterId;
  /** The sum of its grants, in nano-ε. */
  readonly grantedNano: bigint;
  /** What its grants let it spend in all, or what is spent already where they were lowered below that. */
  readonly cap: Loss;
  readonly reserved: Loss;
  readonly committed: Loss;
  readonly left: Loss;
}

/**
 * Where spending is kept, as whoever answers questions uses it: the seam at which another store may take the place of the
 * embedded log. What each verb owes is what `test/budget/conformance/clauses.ts` tries, and every store must pass all of it:
 * races, exactness, idempotence, resumption, and recovery after a crash at any moment.
 */
export interface BudgetBackend {
  /** What a request id stands for: nothing yet, an answer, work under way here, or work that an earlier process left. */
  recall(ref: RequestRef): Recalled;
  /** The stored answer of an earlier request to the same question, free; from then on also that of this request. */
  lookup(input: LookupInput): Promise<Answered | undefined>;
  /** Charges all meters or none, in one step among all that race; resolves once that is durable. */
  reserve<R>(input: ReserveInput<R>): Promise<Reserved<R>>;
  /** Lets what an earlier process left run again under its charge, a bounded number of times. */
  resume<R>(input: ResumeInput<R>): Promise<Resumed<R>>;
  /** From here on nothing is given back. */
  startRun<R>(charge: Charge<R>): void;
  /** Gives up before the run starts: gives back what this process reserved, and nothing that may have run before. */
  abandon<R>(input: ConcludeInput<R>): Promise<void>;
  /** Ends a run that failed: its answer is `unavailable`, for good, and stays charged. */
  conclude<R>(input: ConcludeInput<R>): Promise<Answered>;
  /** Makes a release the one answer of its reservation, at exactly what was reserved; resolves once that is durable. */
  commit<R>(input: CommitInput<R>): Promise<Answered>;
  /** Every meter that has had a grant, sorted by id. */
  meters(): readonly MeterState[];
  /** What every one of these meters can still pay. */
  left(meters: readonly MeterId[]): Loss;
}
