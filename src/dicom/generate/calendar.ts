import type { CalendarDay } from './person.ts';

/** Eight digits of a DA (PS3.5 §6.2). */
export function dateText({ year, month, day }: CalendarDay): string {
  return `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
}

/** Whole months from one day to a later one. */
export function monthsBetween(from: CalendarDay, to: CalendarDay): number {
  return (to.year - from.year) * 12 + (to.month - from.month) - (to.day < from.day ? 1 : 0);
}
