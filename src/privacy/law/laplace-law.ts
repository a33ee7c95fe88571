import { assert } from '../../base/index.ts';
import { type Rational, toNumber } from '../rational.ts';

/** The law of one draw X of discrete-Laplace noise, in doubles near the true values: for display, tests and estimators. */
export interface LaplaceLaw {
  /** P(X = k), k an integer. */
  pmf(k: number): number;
  /** P(X > k), k an integer. */
  upperTail(k: number): number;
  /** E X², in squared grid units. */
  readonly variance: number;
  /** E cos(tX). */
  characteristic(t: number): number;
}

/**
 * The law with q = e^{−1/b}: P(X = k) = (1 − q)/(1 + q)·q^{|k|}, P(X > k) = q^{k+1}/(1 + q) for k ≥ 0,
 * variance 2q/(1 − q)², E cos(tX) = (1 − q)²/(1 − 2q·cos t + q²). Ghosh, Roughgarden, Sundararajan 2009; Inusah, Kozubowski 2006.
 */
export function laplaceLaw(scale: Rational): LaplaceLaw {
  const b = scaleNumber(scale);
  const q = Math.exp(-1 / b);
  const farther = (k: number): number => Math.exp(-(k + 1) / b) / (1 + q);
  return Object.freeze({
    // (1 − q)/(1 + q) = tanh(1/2b), without the cancellation of 1 − q.
    pmf: (k: number) => Math.tanh(1 / (2 * b)) * Math.exp(-Math.abs(k) / b),
    upperTail: (k: number) => (k >= 0 ? farther(k) : 1 - farther(-k - 1)),
    variance: noiseVariance(scale),
    // The same as in the comment, without the cancellation of 1 − q.
    characteristic: (t: number) => 1 / (1 + (Math.sin(t / 2) / Math.sinh(1 / (2 * b))) ** 2),
  });
}

/** The variance 2q/(1 − q)² = 1/(2·sinh²(1/2b)) of one draw, in squared grid units. */
export function noiseVariance(scale: Rational): number {
  return 1 / (2 * Math.sinh(1 / (2 * scaleNumber(scale))) ** 2);
}

const SCALE_MAX = 2 ** 46;

/** A scale as a double. @throws AssertionFailure when it isn't positive or is above 2⁴⁶ grid units. */
export function scaleNumber(scale: Rational): number {
  const b = toNumber(scale);
  assert(b > 0 && b <= SCALE_MAX, 'a noise scale lies above 0 and up to 2⁴⁶ grid units');
  return b;
}
