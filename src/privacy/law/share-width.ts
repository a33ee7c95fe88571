import { assert } from '../../base/index.ts';
import type { Rational } from '../rational.ts';
import { halfWidth } from './half-width.ts';
import { scaleNumber } from './laplace-law.ts';
import { alphaOf, type Level } from './level.ts';

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
  const law = { b, shape: count / parts };
  const farthest = reachOf(law, alpha);
  const points = 2 * Math.ceil((farthest + reachOf(law, MISSING)) / 2) + 1;
  if (points > POINTS_MAX || alpha < ALPHA_MIN) {
    // Step D: more whole draws than these shares make up spread no less.
    const draws = Math.ceil(count / parts);
    return halfWidth(
      Array.from({ length: draws }, () => scale),
      level,
    );
  }
  return BigInt(smallest(insideOf(law, points), alpha, farthest));
}

/** b, and β: the shape of each of the two negative binomials. */
interface ShapedLaw {
  readonly b: number;
  readonly shape: number;
}

const MISSING = 2 ** -60; // of all mass, beyond where it is looked at
const ROUNDING = 2 ** -42; // of a probability; far more than the sums below can be off by
const ALPHA_MIN = 1e-9;
const POINTS_MAX = 2 ** 18; // a few hundredths of a second
const TILTS = Array.from({ length: 19 }, (_, at) => (at + 1) / 20);

/** An m with P(|X| ≥ m) ≤ `missing`. */
function reachOf({ b, shape }: ShapedLaw, missing: number): number {
  // Step A: Chernoff's bound for several tilts; each is a bound, so the shortest is one.
  const reaches = TILTS.map((tilt) => {
    const t = tilt / b;
    const logMoment = -shape * Math.log1p(-((Math.sinh(t / 2) / Math.sinh(1 / (2 * b))) ** 2));
    return (logMoment + Math.log(2 / missing)) / t;
  });
  return Math.ceil(Math.min(...reaches)) + 1;
}

/** E cos(tX) of a sum of shares: that of the draw to the power β. */
export function shareCharacteristic(scale: Rational, shape: number): (t: number) => number {
  const edge = Math.sinh(1 / (2 * scaleNumber(scale)));
  return (t) => (1 + (Math.sin(t / 2) / edge) ** 2) ** -shape;
}

/** P(|X| ≤ w), above it by what lies beyond `points` − w, and off by rounding. */
function insideOf({ b, shape }: ShapedLaw, points: number): (w: number) => number {
  // Step B: the discrete Fourier transform at `points` places gives the law folded onto so many integers.
  const half = (points - 1) / 2;
  const edge = Math.sinh(1 / (2 * b));
  const weights = Float64Array.from({ length: half + 1 }, (_, j) => {
    const sine = Math.sin((Math.PI * j) / points);
    return j === 0 ? 0 : (1 + (sine / edge) ** 2) ** -shape / sine;
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
