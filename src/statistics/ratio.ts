import { assert } from '../base/index.ts';
import { arePositive, type Effect, EMPTY_CELL, type MaybeEffect } from './effect.ts';
import { estimated } from './estimate.ts';
import { noiseVarianceOf } from './linear-error.ts';
import { type ProportionParts, proportionOf } from './proportion.ts';
import { cellsOf, countsOf, type TwoByTwo } from './two-by-two.ts';

/** What a ratio of two groups' risks is by its logarithm, θ₁ − θ₂ with θ a rising function of each group's proportion. */
export interface RatioParts {
  /** θ of a proportion: unbounded where that has no logarithm. */
  readonly theta: (proportion: number) => number;
  /** By how much of itself each cell's noise moves the logarithm, to first order. */
  readonly weights: (counts: readonly [number, number, number, number]) => readonly number[];
  readonly samplingVariance: (counts: readonly [number, number, number, number]) => number;
}

/**
 * A ratio with the interval that its two proportions' own make: with θ between l and u, θ₁ − θ₂ − √((θ₁ − l₁)² + (u₂ − θ₂)²) and
 * θ₁ − θ₂ + √((u₁ − θ₁)² + (θ₂ − l₂)²). Where noise may be all that a cell has, a proportion reaches 0 or 1, and the ratio is unbounded on
 * that side: to first order such noise would be beside a cell that it carried up, and the interval too short. Variances are to first order,
 * for combining. Not estimable when a released cell is 0 or below: no cell is corrected. Zou, Donner 2008 (Stat. Med. 27) for the interval.
 */
export function ratioOf(table: TwoByTwo, parts: RatioParts, alpha: number): MaybeEffect {
  const cells = cellsOf(table);
  if (!arePositive(cells)) {
    return EMPTY_CELL;
  }
  const { a, b, c, d } = table;
  const [one, other] = [
    { part: a, rest: b },
    { part: c, rest: d },
  ].map((group) => limitsOf(group, parts, alpha));
  assert(one !== undefined && other !== undefined, 'a table has two groups');
  const effect = one.theta - other.theta;
  const low = effect - Math.hypot(one.theta - one.low, other.high - other.theta);
  const high = effect + Math.hypot(one.high - one.theta, other.theta - other.low);
  const counts = countsOf(table);
  const samplingVariance = parts.samplingVariance(counts);
  const weights = parts.weights(counts);
  const terms = cells.map((noise, at) => ({ weight: weights[at] ?? 0, noise }));
  return Object.freeze({
    ...estimated(Math.exp(effect), Math.exp(low), Math.exp(high)),
    effect,
    samplingVariance,
    noiseVariance: noiseVarianceOf({ terms, samplingVariance }),
  } satisfies Effect);
}

interface Limits {
  readonly theta: number;
  readonly low: number;
  readonly high: number;
}

function limitsOf(group: ProportionParts, { theta }: RatioParts, alpha: number): Limits {
  const found = proportionOf(group, alpha);
  assert(found.estimable, 'a group with both cells above 0 has a proportion');
  return { theta: theta(found.value), low: theta(found.low), high: theta(found.high) };
}
