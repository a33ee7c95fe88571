import type { FieldWire } from '../contract/index.ts';
import { DIGITS_MAX } from './numbers.ts';

/** The bounds that a field's values were moved to, in its unit: multiples of a step, without what is off in the last digits of a double. */
export function boundsOf({ low, high, step }: FieldWire): { readonly low: number; readonly high: number } {
  const inUnit = (steps: number): number => Number((steps * step).toPrecision(DIGITS_MAX));
  return { low: inUnit(low), high: inUnit(high) };
}
