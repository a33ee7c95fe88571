import type { FieldWire } from '../contract/index.ts';
import { DIGITS_MAX } from './numbers.ts';

/** Steps of a field in its unit, without what is off in the last digits of a double. */
export function inUnit(steps: number, { step }: Pick<FieldWire, 'step'>): number {
  return Number((steps * step).toPrecision(DIGITS_MAX));
}

/** The bounds that a field's values were moved to, in its unit. */
export function boundsOf(field: FieldWire): { readonly low: number; readonly high: number } {
  return { low: inUnit(field.low, field), high: inUnit(field.high, field) };
}
