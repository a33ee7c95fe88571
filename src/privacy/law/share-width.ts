import { assert } from '../../base/index.ts';
import type { Rational } from '../rational.ts';
import { foldedHalfWidth } from './folded-width.ts';
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
 * characteristic function, never z·sd. Never too narrow; `folded-width.proof.md` says when it can be wider than the smallest.
 * @throws AssertionFailure for fewer shares than parts, a scale outside (0, 2⁴⁶] or an α outside [10⁻¹², 1).
 */
export function shareHalfWidth({ scale, parts, count }: ShareSum, level: Level): bigint {
  assert(Number.isInteger(count) && parts >= 1 && count >= parts, 'shares that are released make up a draw or more');
  return foldedHalfWidth({ laplace: [{ b: scaleNumber(scale), shape: count / parts }], gaussian: [] }, alphaOf(level));
}

/** E cos(tX) of a sum of shares: that of the draw to the power β. */
export function shareCharacteristic(scale: Rational, shape: number): (t: number) => number {
  const edge = Math.sinh(1 / (2 * scaleNumber(scale)));
  return (t) => (1 + (Math.sin(t / 2) / edge) ** 2) ** -shape;
}
