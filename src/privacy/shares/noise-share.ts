import type { Bits } from '../laplace/coins.ts';
import type { Rational } from '../rational.ts';
import type { Drawing } from './drawing.ts';
import { negativeBinomial } from './negative-binomial.ts';

/**
 * A source of independent shares of discrete-Laplace noise: the difference of two negative binomials of shape 1/s, so that s
 * shares add up to one draw with P(X = x) ∝ e^{−|x|/b}, exactly. One share protects nothing. The argument stands in
 * `shares.proof.md`. Goryczka, Xiong 2017; Harrison, Manurangsi 2025.
 * @throws AssertionFailure for a scale that is not positive or s below 1; each draw may throw SfumatoError `entropy-failed`.
 */
export function noiseShare(scale: Rational, parts: number, bits: Bits): () => Drawing<bigint> {
  const drawOne = negativeBinomial(scale, parts, bits);
  // Step E: the two are independent; the difference has the law of one minus another.
  return function* () {
    const first = yield* drawOne();
    return first - (yield* drawOne());
  };
}

/**
 * More than the coins and attempts that one share takes on average, 4/(1 − q): near four times the scale of wide noise. For
 * deciding, from public facts alone, whether a question can be answered in its time.
 */
export function stepsPerShare({ numerator, denominator }: Rational): number {
  return -4 / Math.expm1(-Number(denominator) / Number(numerator));
}
