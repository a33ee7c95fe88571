import { assert } from '../../base/index.ts';
import type { Rational } from '../rational.ts';
import { type Bits, bigCoins, type ExponentialCoins, SMALL_MAX, smallCoins, withExponential } from './coins.ts';

/** The scale b = t/s in the integers that a sampler works on. */
export interface Grid<Integer extends number | bigint> {
  readonly t: Integer;
  /** ⌊(u + t·v)/s⌋ for 0 ≤ u < t, v ≥ 0. */
  magnitude(u: Integer, v: number): bigint;
}

/**
 * A source of independent draws with P(X = x) = (e^{1/b} − 1)/(e^{1/b} + 1)·e^{−|x|/b}, exactly, b being `scale`.
 * Canonne, Kamath, Steinke 2020, Algorithm 2; the argument stands in `laplace.proof.md`. Not constant-time.
 * @throws AssertionFailure for a scale that is not positive; each draw may throw SfumatoError `entropy-failed`.
 */
export function discreteLaplace(scale: Rational, bits: Bits): () => bigint {
  assert(scale.numerator >= 1n && scale.denominator >= 1n, 'a noise scale is positive');
  return isSmall(scale)
    ? untilKept(smallGrid(scale), withExponential(smallCoins(bits)))
    : untilKept(bigGrid(scale), withExponential(bigCoins(bits)));
}

function untilKept<Integer extends number | bigint>(
  grid: Grid<Integer>,
  coins: ExponentialCoins<Integer>,
): () => bigint {
  return () => {
    // Step H: attempts are alike and independent, so the first that is kept is distributed as any that is kept.
    let drawn = attempt(grid, coins);
    while (drawn === undefined) {
      drawn = attempt(grid, coins);
    }
    return drawn;
  };
}

/** One attempt at a draw; `undefined` when it is to be thrown away. */
export function attempt<Integer extends number | bigint>(
  grid: Grid<Integer>,
  coins: ExponentialCoins<Integer>,
): bigint | undefined {
  const { t } = grid;
  // Step E: U uniform on 0 … t − 1, kept with probability e^{−U/t}.
  const u = coins.below(t);
  if (!coins.exponential(u, t)) {
    return undefined;
  }
  // Step F: V counts how often a coin of e^{−1} lands before it fails.
  let v = 0;
  while (coins.exponential(t, t)) {
    v += 1;
  }
  // Step G: U + t·V has mass ∝ e^{−x/t}, so its quotient by s has mass ∝ e^{−y·s/t}; minus zero is thrown away.
  const magnitude = grid.magnitude(u, v);
  const isNegative = coins.oneIn(2);
  if (isNegative && magnitude === 0n) {
    return undefined;
  }
  return isNegative ? -magnitude : magnitude;
}

/** Whether `smallGrid` can hold a scale. */
export function isSmall({ numerator, denominator }: Rational): boolean {
  return numerator <= BigInt(SMALL_MAX) && denominator <= BigInt(Number.MAX_SAFE_INTEGER);
}

/** The grid of a scale that is small. */
export function smallGrid(scale: Rational): Grid<number> {
  const t = Number(scale.numerator);
  const s = Number(scale.denominator);
  const exact = bigGrid(scale);
  return Object.freeze({
    t,
    magnitude(u: number, v: number): bigint {
      // Step G: a safe integer was computed exactly, and so are its remainder and the quotient without remainder.
      const x = u + t * v;
      return Number.isSafeInteger(x) ? BigInt((x - (x % s)) / s) : exact.magnitude(BigInt(u), v);
    },
  });
}

/** The grid of any scale. */
export function bigGrid({ numerator: t, denominator: s }: Rational): Grid<bigint> {
  return Object.freeze({ t, magnitude: (u: bigint, v: number) => (u + t * BigInt(v)) / s });
}
