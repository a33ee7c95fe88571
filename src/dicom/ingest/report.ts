import type { PrivateCreator } from '../private-creators.table.ts';
import type { QuarantineReason, SkipReason } from '../reasons.table.ts';
import type { Unit } from '../source/index.ts';

/** What an ingest did, in exact counts: for people on the site only. */
export interface IngestReport {
  /** What progress was counted in. */
  readonly unit: Unit;
  /** Headers, and what was looked at for one: stored, skipped and quarantined together. */
  readonly read: number;
  readonly stored: number;
  /** Those of `stored` that only count as instances: another instance gives their series its values. */
  readonly counted: number;
  /** Instances that were handed to staging, each by a header of its own; staging counts each once, however often it comes. */
  readonly handed: number;
  /**
   * Files, series or tables that an earlier ingest had read, and that didn't change since; of a table that it was stopped in,
   * the rows.
   */
  readonly known: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly quarantined: Readonly<Partial<Record<QuarantineReason, number>>>;
  /** Of the headers that were read in full, how many hold private elements of whom; all of these elements are dropped. */
  readonly privateElements?: Readonly<Partial<Record<PrivateCreator, number>>>;
  /** Of a table: names of the columns that nothing reads. */
  readonly ignoredColumns?: readonly string[];
  /** A server's list of series may go on: it repeated itself, or didn't end. */
  readonly listInDoubt?: true;
  /** The quarantine list couldn't be rewritten, so it still names what was mended. */
  readonly listStale?: true;
}

/** How far an ingest is. */
export interface IngestProgress {
  readonly unit: Unit;
  /** Units dealt with, known ones too. */
  readonly done: number;
  /** Units there are, as counted at the start. */
  readonly total: number;
  /** Whether there may be fewer, as of a CSV file, whose cells may hold line ends. */
  readonly totalIsEstimated: boolean;
  readonly stored: number;
  readonly skipped: number;
  readonly quarantined: number;
  /** Units dealt with per second since the start. */
  readonly perSecond: number;
}

/** Counts while an ingest runs. */
export interface Tally {
  readonly unit: Unit;
  done: number;
  total: number;
  totalIsEstimated: boolean;
  stored: number;
  counted: number;
  handed: number;
  known: number;
  readonly skipped: Map<SkipReason, number>;
  readonly quarantined: Map<QuarantineReason, number>;
  readonly privateElements: Map<PrivateCreator, number>;
  ignoredColumns: readonly string[] | undefined;
  listInDoubt: boolean;
  listStale: boolean;
}

/** A tally of nothing. */
export function emptyTally(unit: Unit): Tally {
  const counts = { done: 0, total: 0, stored: 0, counted: 0, handed: 0, known: 0 };
  return {
    unit,
    ...counts,
    totalIsEstimated: false,
    skipped: new Map(),
    quarantined: new Map(),
    privateElements: new Map(),
    ignoredColumns: undefined,
    listInDoubt: false,
    listStale: false,
  };
}

/** Adds one to `reason`. */
export function countReason<R>(counts: Map<R, number>, reason: R): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}

/** The report on what was counted. */
export function reportOf(tally: Tally): IngestReport {
  const { unit, stored, counted, handed, known, privateElements, ignoredColumns, listInDoubt, listStale } = tally;
  return {
    unit,
    read: stored + sum(tally.skipped) + sum(tally.quarantined),
    stored,
    counted,
    handed,
    known,
    skipped: Object.fromEntries(tally.skipped),
    quarantined: Object.fromEntries(tally.quarantined),
    ...(privateElements.size > 0 && { privateElements: Object.fromEntries(privateElements) }),
    ...(ignoredColumns !== undefined && { ignoredColumns }),
    ...(listInDoubt && { listInDoubt }),
    ...(listStale && { listStale }),
  };
}

/** The progress after `elapsedMs` milliseconds. */
export function progressOf(tally: Tally, elapsedMs: number): IngestProgress {
  const { unit, done, total, totalIsEstimated, stored } = tally;
  const perSecond = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
  return {
    unit,
    done,
    total: Math.max(total, done),
    totalIsEstimated,
    stored,
    skipped: sum(tally.skipped),
    quarantined: sum(tally.quarantined),
    perSecond,
  };
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
