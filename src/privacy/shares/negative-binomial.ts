import { assert } from '../../base/index.ts';
import { type Bits, bigCoins, type Coins, SMALL_MAX, smallCoins } from '../laplace/coins.ts';
import { drawnBy, geometricAttempt } from '../laplace/geometric.ts';
import type { Rational } from '../rational.ts';
import { type Drawing, STEPS_PER_TURN } from './drawing.ts';

/**
 * A source of independent draws with P(K = k) = (1 − q)^{1/s}·q^k·∏_{i ≤ k} ((i − 1)s + 1)/(is), q = e^{−1/b}, exactly: the
 * negative binomial of shape 1/s, `parts` being s and `scale` b. The argument stands in `shares.proof.md`. Not constant-time.
 * @throws AssertionFailure for a scale that is not positive or s below 1; each draw may throw SfumatoError `entropy-failed`.
 */
export function negativeBinomial(scale: Rational, parts: number, bits: Bits): () => Drawing<bigint> {
  assert(Number.isInteger(parts) && parts >= 1, 'noise is cut into one part or more');
  const thins = thinning(parts, smallCoins(bits), bigCoins(bits));
  // Step A: k has mass ∝ q^k.
  const geometric = drawnBy(geometricAttempt, scale, bits);
  return function* () {
    // Step D: attempts are alike and independent, so the first that is kept is distributed as any that is kept.
    let k = geometric();
    while (!(yield* thins(k))) {
      k = geometric();
    }
    return k;
  };
}

/** Keeps k with probability ∏_{i ≤ k} ((i − 1)s + 1)/(is). */
export function thinning(parts: number, small: Coins<number>, big: Coins<bigint>): (k: bigint) => Drawing<boolean> {
  const smallSteps = Math.floor(SMALL_MAX / parts);
  let steps = 0;
  return function* (k) {
    // Step B: one coin for each i, and all must land; the first that doesn't ends it.
    for (let i = 1; i <= k; i += 1) {
      steps += 1;
      if (steps > STEPS_PER_TURN) {
        steps = 0;
        yield;
      }
      // Step C: numerator and denominator are exact, as doubles up to 2³¹ and as bigint beyond.
      const lands =
        i <= smallSteps
          ? small.chance((i - 1) * parts + 1, i * parts)
          : big.chance(BigInt(i - 1) * BigInt(parts) + 1n, BigInt(i) * BigInt(parts));
      if (!lands) {
        return false;
      }
    }
    return true;
  };
}
