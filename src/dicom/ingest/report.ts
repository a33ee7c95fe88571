import type { QuarantineReason, SkipReason } from '../reasons.table.ts';

/** What an ingest did, in exact counts: for people on the site only. */
export interface IngestReport {
  /** Entries looked at: stored, skipped and quarantined together. */
  readonly read: number;
  readonly stored: number;
  /** Those of `stored` that only count as instances: another instance gives their series its values. */
  readonly counted: number;
  /** Files that an earlier ingest had read, and that didn't change since. */
  readonly known: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly quarantined: Readonly<Partial<Record<QuarantineReason, number>>>;
}

/** How far an ingest is. */
export interface IngestProgress {
  /** Entries dealt with, known ones too. */
  readonly files: number;
  /** Entries there are, as counted at the start. */
  readonly total: number;
  readonly stored: number;
  readonly skipped: number;
  readonly quarantined: number;
  /** Entries dealt with per second since the start. */
  readonly perSecond: number;
}

/** Counts while an ingest runs. */
export interface Tally {
  stored: number;
  counted: number;
  known: number;
  readonly skipped: Map<SkipReason, number>;
  readonly quarantined: Map<QuarantineReason, number>;
}

/** A tally of nothing. */
export function emptyTally(): Tally {
  return { stored: 0, counted: 0, known: 0, skipped: new Map(), quarantined: new Map() };
}

/** Adds one to `reason`. */
export function countReason<R>(counts: Map<R, number>, reason: R): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}

/** The report on what was counted. */
export function reportOf(tally: Tally): IngestReport {
  const { stored, counted, known } = tally;
  return {
    read: stored + sum(tally.skipped) + sum(tally.quarantined),
    stored,
    counted,
    known,
    skipped: Object.fromEntries(tally.skipped),
    quarantined: Object.fromEntries(tally.quarantined),
  };
}

/** The progress after `elapsedMs` milliseconds. */
export function progressOf(tally: Tally, { total, elapsedMs }: { total: number; elapsedMs: number }): IngestProgress {
  const { stored, known } = tally;
  const skipped = sum(tally.skipped);
  const quarantined = sum(tally.quarantined);
  const files = stored + known + skipped + quarantined;
  const perSecond = elapsedMs > 0 ? (files * 1000) / elapsedMs : 0;
  return { files, total: Math.max(total, files), stored, skipped, quarantined, perSecond };
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
