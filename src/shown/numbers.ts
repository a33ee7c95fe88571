import type { Estimate } from '../contract/index.ts';
import { said, type Voice } from './voice.ts';

/** One number of an answer: of which cell, what it is, its value and its interval. */
export interface ShownNumber {
  /** The values of the fields that the answer is grouped by; none where it is of the whole table. */
  readonly cell: readonly string[];
  /** “odds ratio: PatientSex=F against M, Modality=CT over MR” */
  readonly name: string;
  /** `null` where nothing can be said; `why` says so then. */
  readonly value: number | null;
  /** An end of it is `null` where there is no bound on that side. */
  readonly interval: Estimate['interval'];
  readonly why: string;
}

/** An estimate as it is shown. */
export function shownNumber(cell: readonly string[], { name, about, value, interval, why }: Estimate): ShownNumber {
  return { cell, name: about === undefined ? name : `${name}: ${about}`, value, interval, why: why ?? '' };
}

/** What a number is, its value, and its interval or why there is none. */
export function numberCells(voice: Voice, { name, value, interval, why }: ShownNumber): readonly string[] {
  const named = voice.say({ own: name });
  return value === null
    ? [named, voice.say(said('notEstimable')), voice.say({ own: why })]
    : [named, numberText(voice, value, interval), intervalText(voice, interval)];
}

const DIGITS = 5;
/** How many digits a double holds of any decimal number. */
export const DIGITS_MAX = 15;

/** Whole numbers in full; others to five digits, or to a hundredth of the width of their interval, so that rounding leaves that as it is. */
export function numberText(voice: Voice, value: number, interval: ShownNumber['interval'] = null): string {
  return voice.amount(
    Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(digitsOf(value, interval)))),
  );
}

function digitsOf(value: number, interval: ShownNumber['interval']): number {
  const [low, high] = interval ?? [null, null];
  if (low === null || high === null || !(high > low)) {
    return DIGITS;
  }
  const digits = Math.floor(Math.log10(Math.abs(value))) + 1 + decimalsOf([low, high]);
  return Math.min(Math.max(digits, DIGITS), DIGITS_MAX);
}

/** How many decimals a hundredth of an interval's width has; less than 0 where it is 10 or more, and infinite without width. */
export function decimalsOf([low, high]: readonly [number, number]): number {
  return -Math.floor(Math.log10((high - low) / 100));
}

/** An interval; an end without a bound is said to be infinite. */
export function intervalText(voice: Voice, interval: ShownNumber['interval']): string {
  if (interval === null) {
    return '–';
  }
  const [low, high] = interval.map((end) => (end === null ? undefined : numberText(voice, end, interval)));
  return `${low ?? '−∞'} … ${high ?? '∞'}`;
}

/** “95 %” for a confidence of “0.95”, without the sign. */
export function percentOf(confidence: string): number {
  return Number((Number(confidence) * 100).toPrecision(12));
}
