import type { Rational } from '../rational.ts';
import { varianceNumber } from './gaussian-law.ts';
import { alphaOf, type Level } from './level.ts';

/**
 * The half-width of the interval around a release with one draw X of discrete-Gaussian noise of this σ²: the smallest integer w with
 * P(|X| > w) ≤ α, in grid units: from its masses where noise is narrow, and from an upper bound of them that is tight elsewhere. Never too
 * narrow; `gaussian-width.proof.md` says when it can be wider than the smallest.
 * @throws AssertionFailure for a σ² outside (0, 2⁹²] or an α outside [10⁻¹², 1).
 */
export function gaussianHalfWidth(sigmaSquared: Rational, level: Level): bigint {
  const [v, alpha] = [varianceNumber(sigmaSquared), alphaOf(level)];
  return v <= EXACT_MAX ? BigInt(narrow(v, alpha)) : wide(v, alpha);
}

/** Up to this σ² masses are added up one by one. */
const EXACT_MAX = 64 ** 2;
const ROUNDING = 2 ** -30; // relative, of tails and α
const REACH = 12; // σ; beyond lies less than 10⁻³⁰
/** Above what is cut off. */
const MISSING = 1e-23;

function narrow(v: number, alpha: number): number {
  // Step A: the masses as defined, cut at 12σ.
  const reach = Math.ceil(REACH * Math.sqrt(v)) + 1;
  const weights = Float64Array.from({ length: reach + 1 }, (_, k) => Math.exp((-k * k) / (2 * v)));
  const z = weights.reduceRight((sum, weight, k) => sum + (k === 0 ? weight : 2 * weight), 0);
  // Step B: from the far end inwards, with all that rounding and cutting could have lost.
  let tail = MISSING;
  for (let w = reach; w > 0; w -= 1) {
    tail += (weights[w] ?? 0) / z;
    if (2 * tail * (1 + ROUNDING) > alpha) {
      return w;
    }
  }
  return 0;
}

const BLOCKS_PER_SIGMA = 2 ** 14;

function wide(v: number, alpha: number): bigint {
  const sigma = Math.sqrt(v);
  // Step C: blocks of g integers, each with g times the density of its lower end.
  const g = Math.max(1, Math.floor(sigma / BLOCKS_PER_SIGMA));
  const reach = Math.ceil((sigma * Math.sqrt(2 * (45 - Math.log(alpha)))) / g) + 1;
  let tail = alpha * 2 ** -60;
  for (let block = reach; block >= 1; block -= 1) {
    const from = g === 1 ? block : g * block;
    tail += (g * Math.exp((-from * from) / (2 * v))) / (sigma * Math.sqrt(2 * Math.PI));
    if (2 * tail * (1 + ROUNDING) > alpha) {
      // The block that was one too many begins at `from`: with g = 1 it is the integer itself, which may not be left out.
      return BigInt(g) * BigInt(g === 1 ? block : block + 1);
    }
  }
  return g === 1 ? 0n : BigInt(g);
}
