import { assert } from '../../base/index.ts';
import type { Rational } from '../rational.ts';
import { halfWidth } from './half-width.ts';
import { scaleNumber } from './laplace-law.ts';
import { alphaOf, type Level } from './level.ts';
import { chernoffReach, type ShapedLaw, shapedLaws } from './reach.ts';

/** A sum of noise shares, in whole or in part of a draw. */
export interface ShareSum {
  /** Of the discrete-Laplace draw that `parts` shares add up to, in grid units. */
  readonly scale: Rational;
  readonly parts: number;
  /** How many shares are added up; at least `parts`. */
  readonly count: number;
}

/**
 * The half-width of the interval around a sum of noise shares: the smallest integer w with P(|ΣX| > w) ≤ α, from the exact
 * characteristic function, never z·sd. Never too narrow; `share-width.proof.md` says when it can be wider than the smallest.
 * @throws AssertionFailure for fewer shares than parts, a scale outside (0, 2⁴⁶] or an α outside [10⁻¹², 1).
 */
export function shareHalfWidth({ scale, parts, count }: ShareSum, level: Level): bigint {
  const alpha = alphaOf(level);
  const b = scaleNumber(scale);
  assert(Number.isInteger(count) && parts >= 1 && count >= parts, 'shares that are released make up a draw or more');
  const w = foldedHalfWidth([{ b, shape: count / parts }], alpha, POINTS_MAX);
  if (w === undefined) {
    // Step D: more whole draws than these shares make up spread no less.
    const draws = Math.ceil(count / parts);
    return halfWidth(
      Array.from({ length: draws }, () => scale),
      level,
    );
  }
  return w;
}

/** From so many draws on their convolution takes longer than the folded law, or is too long for any but a coarse grid. */
const MANY = 32;

/**
 * As `halfWidth`, of many draws in a small part of its time, and no wider where a convolution is too long for the fine grid: as of the nodes of a
 * tree at hundreds of sites. @throws AssertionFailure as `halfWidth`.
 */
export function manyHalfWidth(scales: readonly Rational[], level: Level): bigint {
  if (scales.length < MANY) {
    return halfWidth(scales, level);
  }
  const alpha = alphaOf(level);
  const laws = shapedLaws(scales.map(scaleNumber));
  const w = foldedHalfWidth(laws, alpha, POINTS_OF_MANY);
  if (w !== undefined) {
    return w;
  }
  // Step E: a coarse grid can be far too wide for many draws; Step A's bound isn't.
  const [convolved, bound] = [halfWidth(scales, level), BigInt(chernoffReach(laws, alpha))];
  return convolved < bound ? convolved : bound;
}

/** The half-width of a sum of such laws, from its folded law; `undefined` where that has more points. */
function foldedHalfWidth(laws: readonly ShapedLaw[], alpha: number, pointsMax: number): bigint | undefined {
  const farthest = chernoffReach(laws, alpha);
  const points = 2 * Math.ceil((farthest + chernoffReach(laws, MISSING)) / 2) + 1;
  return points > pointsMax || alpha < ALPHA_MIN
    ? undefined
    : BigInt(smallest(insideOf(laws, points), alpha, farthest));
}

const MISSING = 2 ** -60; // of all mass, beyond where it is looked at
const ROUNDING = 2 ** -42; // of a probability; far more than the sums below can be off by
const ALPHA_MIN = 1e-9;
const POINTS_MAX = 2 ** 18; // a few hundredths of a second
const POINTS_OF_MANY = 2 ** 20;

/** E cos(tX) of a sum of shares: that of the draw to the power β. */
export function shareCharacteristic(scale: Rational, shape: number): (t: number) => number {
  const edge = Math.sinh(1 / (2 * scaleNumber(scale)));
  return (t) => (1 + (Math.sin(t / 2) / edge) ** 2) ** -shape;
}

/** P(|X| ≤ w), above it by what lies beyond `points` − w, and off by rounding. */
function insideOf(laws: readonly ShapedLaw[], points: number): (w: number) => number {
  // Step B: the discrete Fourier transform at `points` places gives the law folded onto so many integers.
  const half = (points - 1) / 2;
  const edged = laws.map(({ b, shape }) => ({ edge: Math.sinh(1 / (2 * b)), shape }));
  const weights = Float64Array.from({ length: half + 1 }, (_, j) => {
    const sine = Math.sin((Math.PI * j) / points);
    const exponent = edged.reduce((sum, { edge, shape }) => sum - shape * Math.log1p((sine / edge) ** 2), 0);
    return j === 0 ? 0 : Math.exp(exponent) / sine;
  });
  return (w) => {
    let sum = 0;
    for (let j = half; j >= 1; j -= 1) {
      // The angle is brought below 2π in integers, so that it isn't rounded more for far points.
      sum += (weights[j] ?? 0) * Math.sin((Math.PI * (((2 * w + 1) * j) % (2 * points))) / points);
    }
    return (2 * w + 1 + 2 * sum) / points;
  };
}

/** Bisects for the smallest w that holds at `farthest`. */
function smallest(inside: (w: number) => number, alpha: number, farthest: number): number {
  // Step C: with all that rounding and folding could have lost.
  const holds = (w: number): boolean => 1 - inside(w) + MISSING + ROUNDING <= alpha;
  let [below, enough] = [-1, farthest];
  while (enough - below > 1) {
    const middle = Math.floor((below + enough) / 2);
    if (holds(middle)) {
      enough = middle;
    } else {
      below = middle;
    }
  }
  return enough;
}
