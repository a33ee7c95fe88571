import { type Estimate, estimated } from './estimate.ts';
import type { Grid } from './grid.ts';
import { countBox, type MeanParts, TOO_FEW } from './mean.ts';
import type { Noisy } from './noisy.ts';

/** What a variance is made from: the parts of the mean, and the sum of z². */
export interface VarianceParts extends MeanParts {
  /** Q̂, in squared steps. */
  readonly squares: Noisy;
}

/**
 * The variance u²·(Q̂/N̂ − (Ŝ/N̂)²) of the clamped values, divided by their number N, in the squared unit of the field. Noise may
 * make it negative. The interval is the range over the box of Ŝ, Q̂, N̂ ± w(α/3) each: it misses at most as often as α, and is
 * about noise alone. Not estimable when N̂ − w < 1. Bonferroni 1936 for the box.
 */
export function varianceOf({ sum, squares, number }: VarianceParts, { step }: Grid, alpha: number): Estimate {
  const box = countBox(number, alpha / 3);
  if (box === undefined) {
    return TOO_FEW;
  }
  const s = Math.abs(Number(sum.value));
  const ws = Number(sum.within(alpha / 3));
  const [q, wq] = [Number(squares.value), Number(squares.within(alpha / 3))];
  const nearest = Math.max(0, s - ws);
  const farthest = s + ws;
  const at = (t: number, squared: number, steps: number): number => step * step * t * (squared - steps * steps * t);
  // As a function of t = 1/N it is a parabola that opens downwards: least at an end, greatest at its top if that is inside.
  const ends = [1 / box.low, 1 / box.high];
  const top = nearest === 0 ? Number.POSITIVE_INFINITY : (q + wq) / (2 * nearest * nearest);
  const inside = top < 1 / box.low && top > 1 / box.high ? [top] : [];
  const low = Math.min(...ends.map((t) => at(t, q - wq, farthest)));
  const high = Math.max(...[...ends, ...inside].map((t) => at(t, q + wq, nearest)));
  return estimated(at(1 / box.value, q, s), low, high);
}

/**
 * The standard deviation: the square roots of the variance and of the ends of its interval, where a negative one counts as 0.
 * Covers whenever the interval of the variance does.
 */
export function deviationOf(parts: VarianceParts, grid: Grid, alpha: number): Estimate {
  const variance = varianceOf(parts, grid, alpha);
  const root = (value: number): number => Math.sqrt(Math.max(0, value));
  return variance.estimable ? estimated(root(variance.value), root(variance.low), root(variance.high)) : variance;
}
