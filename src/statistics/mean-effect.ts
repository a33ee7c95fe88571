import { type NotEstimable, notEstimable } from './estimate.ts';
import { type Grid, middleOf } from './grid.ts';
import type { SiteEffect } from './meta/weighing.ts';
import type { VarianceParts } from './variance.ts';

/** An effect of one site that can be combined with others', on the scale on which effects are added. */
export type Combinable = Omit<SiteEffect, 'label'>;

/**
 * The mean of one site as an effect, in the unit of the field: sampling variance s²/N̂ with s² = u²(Q̂ − Ŝ²/N̂)/(N̂ − 1), and the
 * noise of Ŝ and N̂ to first order, u²(Var Ŝ + (Ŝ/N̂)²·Var N̂)/N̂². Clamped values count. Not estimable when N̂ < 2 or s² isn't above
 * 0: noise can make it so, and nothing is corrected.
 */
export function meanEffectOf({ sum, squares, number }: VarianceParts, grid: Grid): Combinable | NotEstimable {
  const [s, q, n] = [Number(sum.value), Number(squares.value), Number(number.value)];
  if (n < 2 || q * n <= s * s) {
    return notEstimable('The noise leaves no positive number of values, or no positive variance.');
  }
  const unit = grid.step * grid.step;
  return {
    effect: grid.step * (Number(middleOf(grid)) + s / n),
    samplingVariance: (unit * (q - (s * s) / n)) / (n - 1) / n,
    noiseVariance: (unit * (sum.variance + (s / n) ** 2 * number.variance)) / (n * n),
  };
}

/** One effect less another of independent patients with noise of their own: variances add up. */
export function differenceOf(one: Combinable, other: Combinable): Combinable {
  return {
    effect: one.effect - other.effect,
    samplingVariance: one.samplingVariance + other.samplingVariance,
    noiseVariance: one.noiseVariance + other.noiseVariance,
  };
}

/** The natural logarithm of an effect above 0, variances to first order: Var/effect². */
export function logarithmOf({ effect, samplingVariance, noiseVariance }: Combinable): Combinable | NotEstimable {
  return effect > 0
    ? {
        effect: Math.log(effect),
        samplingVariance: samplingVariance / effect ** 2,
        noiseVariance: noiseVariance / effect ** 2,
      }
    : notEstimable('A mean of 0 or below has no logarithm.');
}
