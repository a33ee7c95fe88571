import { assert } from '../../base/index.ts';
import type { Rational } from '../rational.ts';
import { varianceNumber } from './gaussian-law.ts';
import { densityOf } from './gaussian-width.ts';
import { coarsened } from './half-width.ts';
import { scaleNumber } from './laplace-law.ts';
import { alphaOf, type Level } from './level.ts';
import { chernoffReach, shapedLaws } from './reach.ts';
import { type SumTail, sumTail } from './sum-tail.ts';

/** What sites that count losses in different ways add to their numbers. */
export interface MixedNoise {
  /** Of discrete-Laplace noise; at least one. */
  readonly scales: readonly Rational[];
  /** The σ² of discrete-Gaussian noise; at least one. */
  readonly variances: readonly Rational[];
}

/**
 * The half-width of the interval around a sum of releases, some with discrete-Laplace and some with discrete-Gaussian noise: an
 * integer w with P(|ΣX| > w) ≤ α, in grid units. Never too narrow; `mixed-width.proof.md` says how much wider than the smallest.
 * @throws AssertionFailure for a scale outside (0, 2⁴⁶], a σ² outside (0, 2⁹²] or an α outside [10⁻¹², 1).
 */
export function mixedHalfWidth({ scales, variances }: MixedNoise, level: Level): bigint {
  const alpha = alphaOf(level);
  const missing = alpha * MISSING_SHARE;
  // Step A: all Gaussian draws together have masses of at most C·φ.
  const { factor, whole } = densityOf(variances.map(varianceNumber).sort((a, b) => a - b));
  const sigma = Math.sqrt(whole);
  // Step B: on a grid coarser by g each Laplace draw, and the sum of the Gaussian ones, is off by at most g − 1.
  const least = 2 ** Math.max(0, Math.ceil(Math.log2(sigma / STEPS_PER_SIGMA)));
  const { g, coarse } = coarsened(scales.map(scaleNumber), missing, least);
  const tail = tailOf(
    sumTail(
      coarse.map((b) => Math.max(b, NARROWEST)),
      missing,
    ),
  );
  const masses = blocks({ factor, sigma, g });
  const outside = (w: number): number => 2 * (sumOver(masses, (k) => tail(w - k)) * (1 + ROUNDING) + missing);
  const w = BigInt(g) * BigInt(smallest(outside, alpha)) + BigInt(scales.length + 1) * BigInt(g - 1);
  // Step F: a coarse grid can be far too wide for many draws; Chernoff's bound isn't.
  const variance = variances.reduce((sum, one) => sum + varianceNumber(one), 0);
  const bound = BigInt(chernoffReach(shapedLaws(scales.map(scaleNumber)), alpha, variance));
  return w < bound ? w : bound;
}

const MISSING_SHARE = 2 ** -32;
const STEPS_PER_SIGMA = 2 ** 13;
const ROUNDING = 2 ** -30;
/** Narrower Laplace draws are taken for draws of this scale, of which less than 10⁻²⁷ are not 0. */
const NARROWEST = 1 / 64;
/** σ; beyond lies less than C·e^{−72}, which `missing` covers. */
const REACH = 12;

interface Blocks {
  readonly factor: number;
  readonly sigma: number;
  readonly g: number;
}

/** Bounds of the masses of the Gaussian sum, rounded towards 0 to whole grid steps k = 0, 1, 2, … */
function blocks({ factor, sigma, g }: Blocks): Float64Array {
  const density = (s: number): number =>
    (factor * Math.exp(-(s * s) / (2 * sigma * sigma))) / (sigma * Math.sqrt(2 * Math.PI));
  const length = Math.ceil((REACH * sigma) / g) + 2;
  // Step C: φ falls on s ≥ 0, so a block has at most g times the density of its lower end; the middle one has two sides, and no more than all.
  return Float64Array.from({ length }, (_, k) =>
    k === 0 ? Math.min(1, (2 * g - 1) * density(0)) : g * density(k * g),
  );
}

/** A bound of P(L > k) for the sum L of the Laplace draws, k any integer. */
function tailOf({ masses, rounding, missing }: SumTail): (k: number) => number {
  const beyond = new Float64Array(masses.length + 1);
  for (let k = masses.length - 1; k >= 0; k -= 1) {
    beyond[k] = (beyond[k + 1] ?? 0) + (masses[k] ?? 0);
  }
  // Step D: what rounding and cutting could have lost is added above 0 and not relied on below.
  return (k) => (k >= 0 ? (beyond[k + 1] ?? 0) * (1 + rounding) + missing : 1 - (beyond[-k] ?? 0) * (1 - rounding));
}

/** Σ over all integers k of a symmetric law's masses times `of(k)`, smallest masses first. */
function sumOver(masses: Float64Array, of: (k: number) => number): number {
  let sum = 0;
  for (let k = masses.length - 1; k >= 1; k -= 1) {
    sum += (masses[k] ?? 0) * (of(k) + of(-k));
  }
  return sum + (masses[0] ?? 0) * of(0);
}

/** The smallest w with `outside(w)` ≤ α; it falls. */
function smallest(outside: (w: number) => number, alpha: number): number {
  // Step E: doubling, then halving; the bound is checked at the w that is returned.
  let [low, high] = [-1, 1];
  while (!(outside(high) <= alpha)) {
    assert(high <= Number.MAX_SAFE_INTEGER, 'the bound falls below α');
    [low, high] = [high, 2 * high];
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    [low, high] = outside(middle) <= alpha ? [low, middle] : [middle, high];
  }
  return high;
}
