import { assert, LIMITS } from '../../base/index.ts';
import type { Rational } from '../rational.ts';
import { scaleNumber } from './laplace-law.ts';
import { alphaOf, type Level } from './level.ts';
import { lengthFor, type SumTail, sumTail } from './sum-tail.ts';

/**
 * The half-width of the interval around a sum of releases with noise of these scales, one per site: the smallest integer w
 * with P(|ΣX| > w) ≤ α, in grid units. For one site from the closed form 2q^{w+1}/(1 + q); for several from the exact
 * convolution of the laws, never z·sd. Never too narrow; `half-width.proof.md` says when it can be wider than the smallest.
 * @throws AssertionFailure without scales, for one outside (0, 2⁴⁶] or an α outside [10⁻¹², 1).
 */
export function halfWidth(scales: readonly Rational[], level: Level): bigint {
  const b = scales.map(scaleNumber);
  const [only] = b;
  assert(only !== undefined, 'a sum of noise has at least one scale');
  const alpha = alphaOf(level);
  return b.length === 1 ? BigInt(smallestForOne(only, alpha)) : smallestForSum(b, { alpha, least: 1 });
}

const [QUICK_STEPS, QUICK_DRAWS] = [128, 35];

/**
 * An upper bound of `halfWidth` in a small part of its time, which grows with the number of scales alone: on a grid on which the widest
 * scale has 128 steps, or fewer where there are many of them. Of equal scales at 95 % it is a hundredth wider for 35 of them, an eighth
 * for 300. @throws AssertionFailure as `halfWidth`.
 */
export function quickHalfWidth(scales: readonly Rational[], level: Level): bigint {
  if (scales.length === 1) {
    return halfWidth(scales, level);
  }
  const widest = scales.reduce((most, one) => Math.max(most, scaleNumber(one)), 0);
  const steps = QUICK_STEPS * Math.sqrt(Math.min(1, QUICK_DRAWS / scales.length));
  const least = 2 ** Math.max(0, Math.floor(Math.log2(widest / steps)));
  return smallestForSum(scales.map(scaleNumber), { alpha: alphaOf(level), least });
}

const ROUNDING = 2 ** -43; // relative, of `outside` and α

/** P(|X| > w) for one draw of scale b, above it by 2·10⁻¹³ of it at most and, where it is 10⁻¹³ or more, never below it. */
export function outside(b: number, w: number): number {
  return ((2 * Math.exp(-(w + 1) / b)) / (1 + Math.exp(-1 / b))) * (1 + ROUNDING);
}

function smallestForOne(b: number, alpha: number): number {
  // Step A: solve the closed form, then correct the rounding of the solution by whole units.
  let w = Math.max(0, Math.ceil(b * Math.log(2 / (alpha * (1 + Math.exp(-1 / b)))) - 1));
  while (w > 0 && outside(b, w - 1) <= alpha) {
    w -= 1;
  }
  while (outside(b, w) > alpha) {
    w += 1;
  }
  return w;
}

const MISSING_SHARE = 2 ** -32;

function smallestForSum(b: readonly number[], { alpha, least }: { alpha: number; least: number }): bigint {
  const missing = alpha * MISSING_SHARE;
  const { g, coarse } = coarsened(b, missing, least);
  const w = smallestIn(sumTail(coarse, missing), alpha);
  return BigInt(g) * BigInt(w) + BigInt(b.length) * BigInt(g - 1);
}

/** Scales on a grid that is coarser by g, a power of 2. */
export interface Coarsened {
  readonly g: number;
  readonly coarse: readonly number[];
}

/** The finest grid, of `least` steps or more, on which a sum of scales `b` doesn't take too long. */
export function coarsened(b: readonly number[], missing: number, least = 1): Coarsened {
  // Step F: on a grid coarser by g, each draw is off by at most g − 1; used where the fine one would take too long.
  for (let g = least; ; g *= 2) {
    const coarse = b.map((one) => one / g);
    if (!isTooLong(lengthFor(coarse, missing), b.length)) {
      return { g, coarse };
    }
  }
}

function isTooLong(length: number, sites: number): boolean {
  return length > LIMITS.convolutionMassesMax || length * sites > LIMITS.convolutionStepsMax;
}

function smallestIn({ masses, rounding, missing }: SumTail, alpha: number): number {
  // Step E: both tails, with all that rounding and truncation could have lost, from the far end inwards.
  let tail = 0;
  let w = masses.length;
  while (w > 0) {
    tail += masses[w] ?? 0;
    if (2 * (tail * (1 + rounding) + missing) * (1 + ROUNDING) > alpha) {
      return w;
    }
    w -= 1;
  }
  return 0;
}
