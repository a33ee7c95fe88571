import { LIMITS } from '../../base/index.ts';
import type { Staging } from '../../warehouse/index.ts';
import type { Readable } from '../source/index.ts';

// A table is one file, but takes hours: how far it was staged is marked every so many rows, among the keys of what was seen.

const MARKS_PER_LOOKUP = 256;

/** The marks that a table of this key gets by reaching `to` rows, of which `from` were there before. */
export function marksBetween(key: string, from: number, to: number): readonly string[] {
  const first = Math.floor(from / LIMITS.tableRowsPerMark) + 1;
  const last = Math.floor(to / LIMITS.tableRowsPerMark);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => markOf(key, first + at));
}

/** What earlier ingests left: what they marked, and how many of a table's first `to` rows they couldn't take. */
export interface Earlier extends Pick<Staging, 'seen'> {
  rowsRefused(key: string, to: number): Promise<number>;
}

/** What was found to read, a table from the first row on that isn't staged yet. */
export async function goingOn(readable: Readable, earlier: Earlier): Promise<Readable> {
  const { key, task } = readable;
  if (task.kind !== 'table') {
    return readable;
  }
  const from = await rowsKnown(key, earlier);
  const refused = from === 0 ? 0 : await earlier.rowsRefused(key, from);
  return { ...readable, task: { ...task, from, refused } };
}

/** Rows of it that are known to be staged. */
export function rowsBehind({ task }: Readable): number {
  return task.kind === 'table' ? task.from : 0;
}

async function rowsKnown(key: string, staging: Pick<Staging, 'seen'>): Promise<number> {
  for (let past = 0; ; past += MARKS_PER_LOOKUP) {
    const marks = Array.from({ length: MARKS_PER_LOOKUP }, (_, at) => markOf(key, past + at + 1));
    const seen = await staging.seen(marks);
    const unseen = marks.findIndex((mark) => !seen.has(mark));
    if (unseen >= 0) {
      return (past + unseen) * LIMITS.tableRowsPerMark;
    }
  }
}

function markOf(key: string, nth: number): string {
  return `${key} rows ${nth}`;
}
