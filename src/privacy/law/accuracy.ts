import { assert, LIMITS } from '../../base/index.ts';
import { isTooWide, lawOf } from '../scale.ts';
import type { MechanismFacts } from '../spine/tokens.ts';
import { gaussianHalfWidth } from './gaussian-width.ts';
import { outside } from './half-width.ts';
import { scaleNumber } from './laplace-law.ts';
import { alphaOf } from './level.ts';

/** What is asked for when a question states an accuracy instead of ε. */
export interface AccuracyWanted {
  /** In grid units, at least 0. */
  readonly halfWidth: number | bigint;
  /** Decimal string such as “0.95”. */
  readonly confidence: string;
  /** The noise: discrete Laplace when left out. */
  readonly name?: MechanismFacts['name'];
  /** L1 sensitivity, in grid units, at least 1. */
  readonly sensitivity: bigint;
  /** The square of the L2 sensitivity; that of the L1 sensitivity when left out. */
  readonly sensitivitySquared?: bigint;
  /** Bounds of the answer, in nano-ε; those of `LIMITS` when left out. */
  readonly min?: bigint;
  readonly max?: bigint;
}

/**
 * The smallest cost in nano-ε, within the bounds, whose interval at one site is no wider than asked for; `undefined` when
 * not even the largest is enough. `halfWidth` of the answer never exceeds what was asked.
 * @throws AssertionFailure for a half-width below 0, a sensitivity below 1, or bounds the wrong way round.
 */
export function epsilonForHalfWidth(wanted: AccuracyWanted): bigint | undefined {
  const { name = 'discrete-laplace', sensitivity, sensitivitySquared = sensitivity * sensitivity } = wanted;
  const { min = LIMITS.nanoEpsilonMin, max = LIMITS.nanoEpsilonMax, confidence } = wanted;
  const w = Number(wanted.halfWidth);
  assert(Number.isSafeInteger(w) && w >= 0, 'a half-width is an integer of 0 or more');
  assert(sensitivity >= 1n && min >= 1n && min <= max, 'the sensitivity and the bounds of ε are in order');
  const alpha = alphaOf({ confidence });
  const isEnough = (nanoEpsilon: bigint): boolean => {
    const law = lawOf(name, { sensitivity, sensitivitySquared, nanoEpsilon });
    if (isTooWide(law)) {
      return false;
    }
    return law.name === 'discrete-laplace'
      ? outside(scaleNumber(law.scale), w) <= alpha
      : gaussianHalfWidth(law.sigmaSquared, { confidence }) <= BigInt(w);
  };
  return isEnough(max) ? smallestBetween(min, max, isEnough) : undefined;
}

/** Bisects a predicate that holds at `high` and, once it holds, for everything above. */
function smallestBetween(low: bigint, high: bigint, holds: (value: bigint) => boolean): bigint {
  let [below, enough] = [low - 1n, high];
  while (enough - below > 1n) {
    const middle = (below + enough) / 2n;
    if (holds(middle)) {
      enough = middle;
    } else {
      below = middle;
    }
  }
  return enough;
}
