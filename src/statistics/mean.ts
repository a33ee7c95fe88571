import { type Estimate, estimated, notEstimable } from './estimate.ts';
import { type Grid, middleOf } from './grid.ts';
import type { Noisy } from './noisy.ts';

/** What a mean is made from: the sum of z and the number of values. */
export interface MeanParts {
  /** Ŝ, in steps from the middle of the grid. */
  readonly sum: Noisy;
  /** N̂. */
  readonly number: Noisy;
}

/**
 * The mean u·(L/u + m + Ŝ/N̂) of the clamped values: a ratio of sums, over sites too, never a mean of means. The interval is the
 * range of the ratio over the box Ŝ ± w(α/2), N̂ ± w(α/2), so it misses at most as often as α; it is about noise alone.
 * Not estimable when N̂ − w < 1. Li, Lyu, Su, Yang 2016, Algorithm 2.4, for the centred sum; Bonferroni 1936 for the box.
 */
export function meanOf({ sum, number }: MeanParts, grid: Grid, alpha: number): Estimate {
  const box = countBox(number, alpha / 2);
  if (box === undefined) {
    return TOO_FEW;
  }
  const [middle, w] = [Number(middleOf(grid)), Number(sum.within(alpha / 2))];
  const s = Number(sum.value);
  const at = (steps: number, n: number): number => grid.step * (middle + steps / n);
  const low = Math.min(at(s - w, box.low), at(s - w, box.high));
  const high = Math.max(at(s + w, box.low), at(s + w, box.high));
  return estimated(at(s, box.value), low, high);
}

/** The answer where noise leaves no certain value. */
export const TOO_FEW = notEstimable('The noise is so wide that there may be no value at all.');

/** A number of values with its bounds; `undefined` when the lower one is below 1. */
export function countBox(number: Noisy, alpha: number): { value: number; low: number; high: number } | undefined {
  const [value, w] = [Number(number.value), Number(number.within(alpha))];
  return value - w < 1 ? undefined : { value, low: value - w, high: value + w };
}
