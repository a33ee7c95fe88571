import { assert, LIMITS } from '../base/index.ts';
import type { Objection, Query } from '../contract/index.ts';
import type { Policy } from '../policy/index.ts';
import { makeMechanism } from '../privacy/for-query.ts';
import {
  formatEpsilon,
  isTooWide,
  lawOf,
  type Mechanism,
  type MechanismFacts,
  parseEpsilon,
} from '../privacy/index.ts';
import type { BoundStatement } from '../warehouse/scan.ts';
import { hashOf } from './canonical.ts';
import { type CellKey, cellKeys } from './cells.ts';
import { compiled } from './compile/compile.ts';
import { type FinerTable, finerTables } from './finer.ts';
import { caught, raise } from './objection.ts';
import { mechanismOf } from './pieces.ts';
import { type Bounded, boundedQuestion, type DeclaredFacts, type PlanInput, type Unpriced } from './question.ts';
import { questionKeyOf } from './question-key.ts';

/** Everything about a question but its ε: a function of request, policy and declared facts alone. */
export interface Outline {
  readonly question: Bounded;
  readonly policy: Policy;
  readonly facts: DeclaredFacts;
  /** One key per cell, in the order of the answer's values. */
  readonly keys: readonly CellKey[];
  readonly caps: { readonly groupsPerPatient: number };
  readonly path: 'masks' | 'rows';
  /** The answer leaves this many milliseconds after admission, whatever it is. */
  readonly timeClassMs: number;
  /** Intake blocks that are charged, each in full. */
  readonly blocks: readonly number[];
  readonly queryHash: string;
  /** Under which a released answer is stored and found again, whatever its ε. */
  readonly questionKey: string;
  /** Finer tables that answer the question once they are added up. */
  readonly finer: readonly FinerTable[];
}

/** Every plan made here. A copy with another statement or mechanism is none of them. */
const plans = new WeakSet<object>();

/** Checks that `planned` made this very plan. @throws AssertionFailure otherwise. */
export function assertPlanned<R>(plan: Plan<R>): void {
  assert(plans.has(plan), 'only what was planned is run');
}

/** A question ready to be charged and run. R names this one request. */
export interface Plan<R> extends Outline {
  readonly mechanism: Mechanism<R>;
  readonly compiled: BoundStatement;
}

/**
 * Plans a question and hands the plan to `use`, or gives the objection. Reads request, policy and declared facts only,
 * never a snapshot.
 */
export function planned<T>(input: PlanInput<Query>, use: <R>(plan: Plan<R>) => T): T | Objection {
  const plan = caught(() => planOf<ThisRequest>(input));
  return 'code' in plan ? plan : use(plan);
}

/** Stands for the one request of a call to `planned`; nothing outside can name it. */
interface ThisRequest {
  readonly thisRequest: never;
}

function planOf<R>(input: PlanInput<Query>): Plan<R> {
  const nanoEpsilon = checkedEpsilon(input.query.epsilon, input.policy);
  const outline = outlined(input);
  const mechanism = makeMechanism<R>(mechanismFacts(outline, nanoEpsilon));
  const plan = Object.freeze({ ...outline, mechanism, compiled: compiled(outline.question) });
  plans.add(plan);
  return plan;
}

/** What a question's mechanism is at a cost. Raises an objection where a piece's share or noise is out of bounds. */
export function mechanismFacts({ question, facts: { accountant } }: Outline, nanoEpsilon: bigint): MechanismFacts {
  const facts = mechanismOf(question, accountant, nanoEpsilon);
  if (facts === undefined) {
    return raise('epsilon-out-of-range', 'ε is too small to be shared among the measures; ask for fewer of them.');
  }
  const { name, pieces } = facts;
  const sentence = `The noise would be wider than 2^${LIMITS.noiseScaleBits} steps; narrow the clamp, ask for fewer measures, or for more ε.`;
  return pieces.some((piece) => isTooWide(lawOf(name, piece))) ? raise('epsilon-out-of-range', sentence) : facts;
}

/** The limits of ε for one question, in nano-ε. */
export function epsilonLimits(policy: Policy): { readonly min: bigint; readonly max: bigint } {
  const { min, max } = policy.document.disclosure.epsilonPerQuestion.value;
  return { min: parseEpsilon(min) ?? 1n, max: parseEpsilon(max) ?? 0n };
}

/** ε in nano-ε. Raises `epsilon-out-of-range`. */
export function checkedEpsilon(epsilon: string, policy: Policy): bigint {
  const { min, max } = epsilonLimits(policy);
  const nano = parseEpsilon(epsilon);
  if (nano === undefined || nano < min || nano > max) {
    const sentence = `ε of one question lies between ${formatEpsilon(min)} and ${formatEpsilon(max)}.`;
    return raise('epsilon-out-of-range', sentence);
  }
  return nano;
}

/** Everything about a question that doesn't depend on ε. Raises an objection for what can't be answered. */
export function outlined({ policy, query, facts }: PlanInput<Unpriced>): Outline {
  const question = boundedQuestion(query, policy, facts);
  const { groupsPerPatient, path, blocksHere } = question;
  const seconds = policy.document.disclosure.sizeClasses.value[facts.sizeClass].timeClass[path];
  return Object.freeze({
    question,
    policy,
    facts,
    keys: cellKeys(question.axes),
    caps: Object.freeze({ groupsPerPatient }),
    path,
    timeClassMs: Number(seconds) * 1_000,
    blocks: blocksHere,
    queryHash: hashOf(question),
    questionKey: questionKeyOf(question, policy, facts),
    finer: finerTables(question, { policy, query, facts }),
  });
}
