import { assert } from '../../base/index.ts';
import {
  type Bits,
  bigCoins,
  type Coins,
  type ExponentialCoins,
  SMALL_MAX,
  smallCoins,
  withExponential,
} from '../laplace/coins.ts';
import { bigGrid, type Grid, isSmall, smallGrid } from '../laplace/discrete-laplace.ts';
import type { Rational } from '../rational.ts';

/**
 * A source of independent draws with P(K = k) = (1 − q)^{1/s}·q^k·∏_{i ≤ k} ((i − 1)s + 1)/(is), q = e^{−1/b}, exactly: the
 * negative binomial of shape 1/s, `parts` being s and `scale` b. The argument stands in `shares.proof.md`. Not constant-time.
 * @throws AssertionFailure for a scale that is not positive or s below 1; each draw may throw SfumatoError `entropy-failed`.
 */
export function negativeBinomial(scale: Rational, parts: number, bits: Bits): () => bigint {
  assert(scale.numerator >= 1n && scale.denominator >= 1n, 'a noise scale is positive');
  assert(Number.isInteger(parts) && parts >= 1, 'noise is cut into one part or more');
  const thins = thinning(parts, smallCoins(bits), bigCoins(bits));
  const geometric = isSmall(scale)
    ? untilKept(smallGrid(scale), withExponential(smallCoins(bits)))
    : untilKept(bigGrid(scale), withExponential(bigCoins(bits)));
  return () => {
    // Step D: attempts are alike and independent, so the first that is kept is distributed as any that is kept.
    let k = geometric();
    while (!thins(k)) {
      k = geometric();
    }
    return k;
  };
}

function untilKept<Integer extends number | bigint>(
  grid: Grid<Integer>,
  coins: ExponentialCoins<Integer>,
): () => bigint {
  return () => {
    let drawn = geometricAttempt(grid, coins);
    while (drawn === undefined) {
      drawn = geometricAttempt(grid, coins);
    }
    return drawn;
  };
}

/** One attempt at a draw with P(k) = (1 − q)·q^k, k ≥ 0; `undefined` when it is to be thrown away. */
export function geometricAttempt<Integer extends number | bigint>(
  grid: Grid<Integer>,
  coins: ExponentialCoins<Integer>,
): bigint | undefined {
  const { t } = grid;
  // Step A: U uniform on 0 … t − 1, kept with probability e^{−U/t}; V counts coins of e^{−1}; their sum is cut down by s.
  const u = coins.below(t);
  if (!coins.exponential(u, t)) {
    return undefined;
  }
  let v = 0;
  while (coins.exponential(t, t)) {
    v += 1;
  }
  return grid.magnitude(u, v);
}

/** Keeps k with probability ∏_{i ≤ k} ((i − 1)s + 1)/(is). */
export function thinning(parts: number, small: Coins<number>, big: Coins<bigint>): (k: bigint) => boolean {
  const smallSteps = Math.floor(SMALL_MAX / parts);
  return (k) => {
    // Step B: one coin for each i, and all must land; the first that doesn't ends it.
    for (let i = 1; i <= k; i += 1) {
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
