import { assert } from '../../base/index.ts';
import type { Rational } from '../rational.ts';
import { type Bits, bigCoins, type ExponentialCoins, SMALL_MAX, smallCoins, withExponential } from './coins.ts';

/** The scale b = t/s in the integers that a sampler works on. */
export interface Grid<Integer extends number | bigint> {
  readonly t: Integer;
  /** ⌊(u + t·v)/s⌋ for 0 ≤ u < t, v ≥ 0. */
  magnitude(u: Integer, v: number): bigint;
}

/** One attempt at a draw; `undefined` when it is to be thrown away. */
export type Attempt = <Integer extends number | bigint>(
  grid: Grid<Integer>,
  coins: ExponentialCoins<Integer>,
) => bigint | undefined;

/**
 * Draws by attempts at this scale, in doubles where those are exact and else in bigint.
 * @throws AssertionFailure for a scale that is not positive; each draw may throw SfumatoError `entropy-failed`.
 */
export function drawnBy(attempt: Attempt, scale: Rational, bits: Bits): () => bigint {
  assert(scale.numerator >= 1n && scale.denominator >= 1n, 'a noise scale is positive');
  return isSmall(scale)
    ? untilKept(attempt, smallGrid(scale), withExponential(smallCoins(bits)))
    : untilKept(attempt, bigGrid(scale), withExponential(bigCoins(bits)));
}

function untilKept<Integer extends number | bigint>(
  attempt: Attempt,
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

/** An attempt at a draw with P(y) = (1 − q)·q^y, y ≥ 0, q = e^{−s/t}. Canonne, Kamath, Steinke 2020, Algorithm 2, without its sign. */
export function geometricAttempt<Integer extends number | bigint>(
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
  // Step G: U + t·V has mass ∝ e^{−x/t}, so its quotient by s has mass ∝ e^{−y·s/t}.
  return grid.magnitude(u, v);
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
