/** A calendar day of the proleptic Gregorian calendar. */
export interface Day {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

const DATE = /^(\d{4})(\d{2})(\d{2})$/;

/** Reads a DA (PS3.5 §6.2), eight digits that name a day there was; anything else is `undefined`. */
export function strictDate(text: string): Day | undefined {
  const [, years, months, days] = DATE.exec(text) ?? [];
  if (years === undefined || months === undefined || days === undefined) {
    return undefined;
  }
  const [year, month, day] = [Number(years), Number(months), Number(days)];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) ? { year, month, day } : undefined;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) {
    return leap ? 29 : 28;
  }
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const DAY_MS = 86_400_000;

/** Days from 1970-01-01 to `day`; negative before it. */
export function dayNumber({ year, month, day }: Day): number {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return at.getTime() / DAY_MS;
}

// PS3.5 §6.2 TM, of which seconds and their fraction may be left out, and minutes too.
const TIME = /^([01]\d|2[0-3])([0-5]\d([0-5]\d(\.\d{1,6})?)?)?$/;

/** The hour, 0 to 23, of a TM; anything else is `undefined`. */
export function strictHour(text: string): number | undefined {
  const hour = TIME.exec(text)?.[1];
  return hour === undefined ? undefined : Number(hour);
}
