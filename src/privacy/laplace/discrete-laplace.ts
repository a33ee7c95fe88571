import type { Rational } from '../rational.ts';
import type { Bits, ExponentialCoins } from './coins.ts';
import { drawnBy, type Grid, geometricAttempt } from './geometric.ts';

/**
 * A source of independent draws with P(X = x) = (e^{1/b} − 1)/(e^{1/b} + 1)·e^{−|x|/b}, exactly, b being `scale`.
 * Canonne, Kamath, Steinke 2020, Algorithm 2; the argument stands in `laplace.proof.md`. Not constant-time.
 * @throws AssertionFailure for a scale that is not positive; each draw may throw SfumatoError `entropy-failed`.
 */
export function discreteLaplace(scale: Rational, bits: Bits): () => bigint {
  return drawnBy(attempt, scale, bits);
}

/** One attempt at a draw; `undefined` when it is to be thrown away. */
export function attempt<Integer extends number | bigint>(
  grid: Grid<Integer>,
  coins: ExponentialCoins<Integer>,
): bigint | undefined {
  const magnitude = geometricAttempt(grid, coins);
  if (magnitude === undefined) {
    return undefined;
  }
  // Step G: a fair sign; minus zero is thrown away.
  const isNegative = coins.oneIn(2);
  if (isNegative && magnitude === 0n) {
    return undefined;
  }
  return isNegative ? -magnitude : magnitude;
}
