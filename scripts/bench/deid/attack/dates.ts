// What year and intervals tell of a date.

const DAY_MS = 86_400_000;

/** One study as a snapshot shows it. */
export interface SeenStudy {
  readonly year: number;
  /** Days since the patient's first study. */
  readonly days: number;
}

/** How a snapshot counts days: from there on, all intervals look alike. */
export interface Clamp {
  readonly daysMax: number;
}

/** Days, as numbers since 1970-01-01, both ends included; `days` is 0 when nothing fits. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly days: number;
}

/** The number of a year's first day since 1970-01-01. */
export function firstDayOf(year: number): number {
  return Date.UTC(year, 0, 1) / DAY_MS;
}

/**
 * The days on which a patient's first study can have been, given the year of every study and the days since the first:
 * an interval, because each study leaves one. A study at the clamp was at least that long after the first.
 */
export function originsOf(studies: readonly SeenStudy[], { daysMax }: Clamp): Window {
  let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { year, days } of studies) {
    const [first, last] = [firstDayOf(year), firstDayOf(year + 1) - 1];
    from = days < daysMax ? Math.max(from, first - days) : from;
    to = Math.min(to, last - days);
  }
  return { from, to, days: Math.max(0, to - from + 1) };
}

/** What a snapshot shows of studies on these days; the inverse of which `originsOf` bounds. */
export function seenOf(dayNumbers: readonly number[], { daysMax }: Clamp): readonly SeenStudy[] {
  const first = Math.min(...dayNumbers);
  return dayNumbers.map((day) => ({
    year: new Date(day * DAY_MS).getUTCFullYear(),
    days: Math.min(daysMax, day - first),
  }));
}
