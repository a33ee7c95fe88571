import { ceilQuotient, floorQuotient, quotient } from './decimal.ts';
import type { Column, Dimension, Measure, Policy } from './policy.ts';

/** The stored column of `keyword`, or `undefined` when the policy stores none under that name. */
export function columnOf(policy: Policy, keyword: string): Column | undefined {
  return policy.columns.get(keyword);
}

/** The code of `value` (a listed value, OTHER or MISSING), or `undefined` when it is outside the domain. */
export function dimensionCode(dimension: Dimension, value: string): number | undefined {
  const code = dimension.values.indexOf(value);
  return code < 0 ? undefined : code;
}

/**
 * The grid step nearest to `x` (in the measure's unit; ties go up), or `undefined` when `x` lies outside [min, max].
 * Exact: a double division decides only where its error can't.
 */
export function measureStep(measure: Measure, x: number): number | undefined {
  if (!Number.isFinite(x)) {
    return undefined;
  }
  const range = measure.field.range;
  if (range === undefined || x < range.min || x > range.max) {
    return undefined;
  }
  return nearestStep(x, measure.step);
}

/** The smallest grid step whose value is ≥ `x`, at least `minStep`; `undefined` when all of the range lies below `x`. */
export function ceilStep(measure: Measure, x: number): number | undefined {
  if (!Number.isFinite(x)) {
    return x < 0 ? measure.minStep : undefined;
  }
  const step = ceilQuotient(x, measure.step);
  return step > BigInt(measure.maxStep) ? undefined : Math.max(Number(step), measure.minStep);
}

/** The largest grid step whose value is ≤ `x`, at most `maxStep`; `undefined` when all of the range lies above `x`. */
export function floorStep(measure: Measure, x: number): number | undefined {
  if (!Number.isFinite(x)) {
    return x > 0 ? measure.maxStep : undefined;
  }
  const step = floorQuotient(x, measure.step);
  return step < BigInt(measure.minStep) ? undefined : Math.min(Number(step), measure.maxStep);
}

// Steps stay below 2³¹ and three roundings are off by 2⁻⁵¹ of that at most, so only this near a tie is a double in doubt.
const DOUBT = 2 ** -19;

function nearestStep(x: number, step: number): number {
  const near = x / step;
  const fraction = near - Math.floor(near);
  if (Math.abs(fraction - 0.5) > DOUBT) {
    return Math.round(near) + 0; // never −0
  }
  const { numerator, denominator } = quotient(x, step);
  const twice = 2n * numerator + denominator;
  const halved = twice / (2n * denominator);
  return Number(twice < 0n && halved * 2n * denominator !== twice ? halved - 1n : halved);
}
