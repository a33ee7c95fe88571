import type { Rational } from '../rational.ts';
import { scaleNumber } from './laplace-law.ts';
import { alphaOf, type Level } from './level.ts';

/**
 * The half-width of the interval around a release with one draw X of discrete-Laplace noise: the smallest integer w with P(|X| > w) ≤ α, in
 * grid units, from the closed form 2q^{w+1}/(1 + q), never z·sd. Never too narrow; `half-width.proof.md` says when it can be wider than
 * the smallest. @throws AssertionFailure for a scale outside (0, 2⁴⁶] or an α outside [10⁻¹², 1).
 */
export function halfWidth(scale: Rational, level: Level): bigint {
  const [b, alpha] = [scaleNumber(scale), alphaOf(level)];
  // Step A: solve the closed form, then correct the rounding of the solution by whole units.
  let w = Math.max(0, Math.ceil(b * Math.log(2 / (alpha * (1 + Math.exp(-1 / b)))) - 1));
  while (w > 0 && outside(b, w - 1) <= alpha) {
    w -= 1;
  }
  while (outside(b, w) > alpha) {
    w += 1;
  }
  return BigInt(w);
}

const ROUNDING = 2 ** -43; // relative, of `outside` and α

/** P(|X| > w) for one draw of scale b, above it by 2·10⁻¹³ of it at most and, where it is 10⁻¹³ or more, never below it. */
export function outside(b: number, w: number): number {
  return ((2 * Math.exp(-(w + 1) / b)) / (1 + Math.exp(-1 / b))) * (1 + ROUNDING);
}
