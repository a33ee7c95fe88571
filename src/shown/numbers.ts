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
  return value === null
    ? [name, voice.say(said('notEstimable')), why]
    : [name, numberText(voice, value), intervalText(voice, interval)];
}

/** Whole numbers in full; others to five digits, which is more than their noise leaves certain. */
export function numberText(voice: Voice, value: number): string {
  return voice.amount(Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5))));
}

/** An interval; an end without a bound is said to be infinite. */
export function intervalText(voice: Voice, interval: ShownNumber['interval']): string {
  if (interval === null) {
    return '–';
  }
  const [low, high] = interval;
  return `${low === null ? '−∞' : numberText(voice, low)} … ${high === null ? '∞' : numberText(voice, high)}`;
}

/** “95 %” for a confidence of “0.95”, without the sign. */
export function percentOf(confidence: string): number {
  return Number((Number(confidence) * 100).toPrecision(12));
}
