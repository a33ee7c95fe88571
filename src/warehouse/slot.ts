import { assert } from '../base/index.ts';

/** How often a site publishes; set in advance, because a publish on demand would announce who came or went. */
export type Calendar = 'daily' | 'weekly' | 'monthly' | 'quarterly';

/** One publish slot; at most one snapshot is published in it. */
export interface Slot {
  /** `2026-03-14`, `2026-W11`, `2026-03` or `2026-Q1`; ids of one calendar sort by time. */
  readonly id: string;
  /** Calendar year (UTC) in which the slot opens: the intake block of patients who are new in it. */
  readonly year: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly opensAtMs: number;
  /** When the next slot opens, in the same unit. */
  readonly nextOpensAtMs: number;
}

const DAY_MS = 86_400_000;

/** The slot of `calendar` that is open at `wallMs` (milliseconds since 1970-01-01 UTC; all slots begin at midnight UTC). */
export function slotAt(calendar: Calendar, wallMs: number): Slot {
  assert(Number.isFinite(wallMs), 'a moment is a finite number of milliseconds');
  const day = Math.floor(wallMs / DAY_MS) * DAY_MS;
  const at = new Date(day);
  const year = at.getUTCFullYear();
  const month = at.getUTCMonth();
  switch (calendar) {
    case 'daily':
      return slot(isoDay(day), day, day + DAY_MS);
    case 'weekly':
      return weekOf(day);
    case 'monthly':
      return slot(isoDay(day).slice(0, 7), Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1));
    case 'quarterly': {
      const first = month - (month % 3);
      return slot(`${year}-Q${first / 3 + 1}`, Date.UTC(year, first, 1), Date.UTC(year, first + 3, 1));
    }
  }
}

/** ISO 8601 week: it begins on Monday and belongs to the year that holds its Thursday. */
function weekOf(day: number): Slot {
  const daysAfterMonday = (new Date(day).getUTCDay() + 6) % 7;
  const monday = day - daysAfterMonday * DAY_MS;
  const weekYear = new Date(monday + 3 * DAY_MS).getUTCFullYear();
  const january4 = Date.UTC(weekYear, 0, 4);
  const firstMonday = january4 - ((new Date(january4).getUTCDay() + 6) % 7) * DAY_MS;
  const week = (monday - firstMonday) / (7 * DAY_MS) + 1;
  return slot(`${weekYear}-W${String(week).padStart(2, '0')}`, monday, monday + 7 * DAY_MS);
}

function slot(id: string, opensAtMs: number, nextOpensAtMs: number): Slot {
  return Object.freeze({ id, year: new Date(opensAtMs).getUTCFullYear(), opensAtMs, nextOpensAtMs });
}

function isoDay(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}
