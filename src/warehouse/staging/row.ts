import type { Telling } from './classes.ts';

/** One instance of a series of a study of a patient: four pseudonyms of 32 lower-case hex digits. */
export interface StagedInstance {
  readonly patient: string;
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

/**
 * One de-identified header, ready to be staged. `values` holds, by column keyword, a dimension's code or a measure's
 * step; a column left out is MISSING.
 */
export interface StagedRow extends StagedInstance {
  readonly values: Readonly<Record<string, number>>;
  /** The device's pseudonym, 32 lower-case hex digits, where the header names one. */
  readonly device?: string | undefined;
  /**
   * Day of the study, counted from a day that is secret and the patient's own: an integer from 0 to 2^48 of which only
   * differences within one patient mean anything.
   */
  readonly day?: number | undefined;
  /** How many instances a source that lists series says this one has; then `instance` is no instance of its own. */
  readonly instances?: number | undefined;
}

/** How full one staged column is, over staged series. For people on the site only. */
export interface FillRate {
  readonly keyword: string;
  readonly series: number;
  readonly filled: number;
  /** Values that are present but unlisted; always 0 for a measure. */
  readonly other: number;
}

/** What is staged, counted exactly. For people on the site only. */
export interface StagedTotals {
  readonly patients: number;
  readonly studies: number;
  readonly series: number;
  /** For each series its distinct instances or the number that a source says it has, whichever is more. */
  readonly instances: number;
  /** Distinct devices that headers name. */
  readonly devices: number;
}

/** What a staging remembers of a source that was read into it. */
export interface SourceNote {
  /** Its keyed name, 32 hex digits. */
  readonly key: string;
  /** What it is: a folder, a server, a table. */
  readonly kind: string;
  /** Its last reading came to its end and left out nothing that could not be read. */
  readonly whole: boolean;
  /** Nothing came of it: it is remembered only if something came of it before. */
  readonly isEmpty?: boolean;
  /** When this reading of it began; kept is when the first one into this staging did. */
  readonly begunMs: number;
}

/** De-identified rows of one site under one de-identification, before they are published. */
export interface Staging {
  /** The DuckDB file. */
  readonly file: string;
  /** The de-identification under which the rows were made. */
  readonly deidentificationHash: string;
  /**
   * Stages rows, in any order and any number of times: the same rows staged again change nothing.
   * A series takes its values, its device and its day from its instance with the smallest pseudonym and counts its distinct
   * instances. Rows are written in batches; they are durable after `flush` or `close`.
   * @throws AssertionFailure for a malformed pseudonym, a value outside its column's domain, or one of a column that is no
   *   staged one.
   */
  add(rows: readonly StagedRow[]): Promise<void>;
  /** Stages further instances of series, of which only that they are there counts. Same promises as `add`. */
  count(instances: readonly StagedInstance[]): Promise<void>;
  /** Those of `fileKeys` that were marked before. The first call reads all marks into memory, 20 to 25 bytes a file. */
  seen(fileKeys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Marks files as staged: never durable before the rows that were added earlier. Keys are the caller's, 1 to 128 characters. */
  markSeen(fileKeys: readonly string[]): Promise<void>;
  /** Takes marks back, durably: these files are new again. @throws SfumatoError as `flush`. */
  forgetSeen(fileKeys: readonly string[]): Promise<void>;
  /** Remembers, durably, that a source is read into this staging: in place of what was remembered of it. @throws SfumatoError as `flush`. */
  noteSource(note: SourceNote): Promise<void>;
  /** Makes everything added or marked so far durable. @throws SfumatoError `disk-full`, `file-unwritable`. */
  flush(): Promise<void>;
  fillRates(): Promise<readonly FillRate[]>;
  totals(): Promise<StagedTotals>;
  /** How many classes of patients there are of each size, for each set of columns; as `readClassSizes`. */
  classSizes(telling: Telling): Promise<readonly ReadonlyMap<number, number>[]>;
  /** Flushes and closes the file. */
  close(): Promise<void>;
}
