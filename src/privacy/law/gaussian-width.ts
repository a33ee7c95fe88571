import { assert } from '../../base/index.ts';
import type { Rational } from '../rational.ts';
import { varianceNumber } from './gaussian-law.ts';
import { alphaOf, type Level } from './level.ts';

/**
 * The half-width of the interval around a sum of releases with discrete-Gaussian noise of these σ², one per site: the smallest
 * integer w with P(|ΣX| > w) ≤ α, in grid units: from the exact convolution where noise is narrow, and from an upper bound of it
 * that is tight elsewhere. Never too narrow; `gaussian-width.proof.md` says when it can be wider than the smallest.
 * @throws AssertionFailure without σ², for one outside (0, 2⁹²] or an α outside [10⁻¹², 1).
 */
export function gaussianHalfWidth(variances: readonly Rational[], level: Level): bigint {
  const sorted = variances.map(varianceNumber).sort((a, b) => a - b);
  assert(sorted.length >= 1, 'a sum of noise has at least one variance');
  const alpha = alphaOf(level);
  const whole = sorted.reduce((sum, v) => sum + v, 0);
  return whole <= EXACT_MAX ? BigInt(smallest(convolved(sorted), alpha, sorted.length)) : wide(sorted, alpha);
}

/** An upper bound of `gaussianHalfWidth` that convolves nothing. @throws AssertionFailure as that. */
export function quickGaussianHalfWidth(variances: readonly Rational[], level: Level): bigint {
  return wide(
    variances.map(varianceNumber).sort((a, b) => a - b),
    alphaOf(level),
  );
}

/** Up to this σ² of the sum, masses are convolved one by one. */
const EXACT_MAX = 64 ** 2;
const ROUNDING = 2 ** -30; // relative, of tails and α
const DRAW_ROUNDING = 2 ** -42; // relative, of masses, for each draw
const REACH = 12; // σ of each draw, and of the sum; beyond lie less than 10⁻³⁰
/** Above what is cut off of the sum of up to 10⁶ draws. */
const MISSING = 1e-23;

/** Masses of ΣX at 0, 1, 2, … */
function convolved(variances: readonly number[]): Float64Array {
  const farthest = reachOf(variances.reduce((sum, v) => sum + v, 0));
  const times = new Map<number, number>();
  for (const v of variances) {
    times.set(v, (times.get(v) ?? 0) + 1);
  }
  let masses: Float64Array = Float64Array.of(1);
  for (const [v, draws] of times) {
    let law: Float64Array = lawOf(v);
    // Draws of one law are added up by doubling.
    for (let left = draws; left > 0; left = Math.floor(left / 2)) {
      masses = left % 2 === 1 ? together(masses, law, farthest) : masses;
      law = left > 1 ? together(law, law, farthest) : law;
    }
  }
  return masses.slice(masses.length >> 1);
}

/** Step A: a law as defined, cut at 12σ. */
function lawOf(v: number): Float64Array {
  const reach = reachOf(v);
  const law = Float64Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-((at - reach) ** 2) / (2 * v)));
  const z = law.reduce((sum, weight) => sum + weight, 0);
  return law.map((weight) => weight / z);
}

/** The law of a sum, term by term; what strays beyond `farthest` is cut. */
function together(one: Float64Array, other: Float64Array, farthest: number): Float64Array {
  const sum = new Float64Array(one.length + other.length - 1);
  for (let at = 0; at < one.length; at += 1) {
    const mass = one[at] ?? 0;
    for (let by = 0; by < other.length; by += 1) {
      sum[at + by] = (sum[at + by] ?? 0) + mass * (other[by] ?? 0);
    }
  }
  const beyond = Math.max(0, (sum.length >> 1) - farthest);
  return sum.slice(beyond, sum.length - beyond);
}

function reachOf(v: number): number {
  return Math.ceil(REACH * Math.sqrt(v)) + 1;
}

/** The smallest w with 2·Σ masses[k > w] ≤ α, from the far end inwards. */
function smallest(masses: Float64Array, alpha: number, draws: number): number {
  // Step B: all that rounding and cutting could have lost is added.
  const rounding = ROUNDING + draws * DRAW_ROUNDING;
  let tail = MISSING;
  for (let w = masses.length - 1; w > 0; w -= 1) {
    tail += masses[w] ?? 0;
    if (2 * tail * (1 + rounding) > alpha) {
      return w;
    }
  }
  return 0;
}

const BLOCKS_PER_SIGMA = 2 ** 14;
const NARROWEST = 0.25;

/** P(ΣX = s) ≤ C·φ(s), φ the normal density of the whole variance V. */
export interface Density {
  readonly factor: number;
  readonly whole: number;
}

/** A bound of the masses of a sum of draws of these σ², in increasing order; see Step C. */
export function densityOf(variances: readonly number[]): Density {
  const close = densityAbove(NARROWEST, variances);
  return close.factor <= FACTOR_MAX ? close : densityAbove(1, variances);
}

/** Above it, wider draws give a better bound. */
const FACTOR_MAX = 2 ** 11;

function densityAbove(narrowest: number, variances: readonly number[]): Density {
  // Step C: C is the product of 1 + η, with narrower draws taken for wider ones.
  let [whole, factor] = [0, 1];
  for (const one of variances) {
    const v = Math.max(one, narrowest);
    factor *= whole === 0 ? 1 : 1 + eta((whole * v) / (whole + v));
    whole += v;
  }
  return { factor, whole };
}

function wide(variances: readonly number[], alpha: number): bigint {
  const { factor, whole } = densityOf(variances);
  const sigma = Math.sqrt(whole);
  // Step D: blocks of g integers, each with g times the density of its lower end.
  const g = Math.max(1, Math.floor(sigma / BLOCKS_PER_SIGMA));
  const reach = Math.ceil((sigma * Math.sqrt(2 * (45 - Math.log(alpha)))) / g) + 1;
  let tail = alpha * 2 ** -60;
  for (let block = reach; block >= 1; block -= 1) {
    const from = g === 1 ? block : g * block;
    tail += (factor * g * Math.exp((-from * from) / (2 * whole))) / (sigma * Math.sqrt(2 * Math.PI));
    if (2 * tail * (1 + ROUNDING) > alpha) {
      // The block that was one too many begins at `from`: with g = 1 it is the integer itself, which may not be left out.
      return BigInt(g) * BigInt(g === 1 ? block : block + 1);
    }
  }
  return g === 1 ? 0n : BigInt(g);
}

/** η ≥ 2·Σ e^{−2π²νm²}, m ≥ 1: by how much a sum over integers may exceed its integral (Poisson). */
function eta(nu: number): number {
  const first = Math.exp(-2 * Math.PI ** 2 * nu);
  return (2 * first) / (1 - first);
}
