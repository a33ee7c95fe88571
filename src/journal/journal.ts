import type { Json } from '../base/index.ts';
import type { JournalRecord, Position } from './record.ts';

/** What is to be recorded. */
export interface Entry {
  readonly kind: string;
  /** Who did it: a person's id, the part of the program, or the ids of those who signed together. */
  readonly actor: string;
  readonly keyId?: string | null;
  readonly reason?: string | null;
  /** Must fit the schema of its kind, and hold no free text about patients. */
  readonly body: Json;
}

/** A record that has its place in the chain and is applied to the folds already. */
export interface Appended {
  readonly record: JournalRecord;
  /** Resolves once the record is durable. Nothing that depends on it may leave the process before. */
  readonly durable: Promise<void>;
}

/** Enough of a record to find it again. */
export interface RecordReference {
  readonly seq: number;
  readonly recordHash: string;
  readonly position: Position;
}

/** The open journal of one process. */
export interface Journal {
  /**
   * Records `entry`: number, hash and folds at once, in this turn; durability later. Waiting records share one sync.
   * @throws SfumatoError why the journal stopped, if it has; or `invariant-broken` from a fold, which stops it.
   * @throws AssertionFailure for an unknown kind, a body that isn't of its kind, or a record or a member of it that is too long.
   */
  append(entry: Entry): Appended;
  /** Reads the body of a durable record again and checks its hash. @throws SfumatoError `journal-corrupt`. */
  bodyOf(reference: RecordReference): Json;
  /** @throws SfumatoError why the journal stopped, if it has: then nothing may be answered. */
  assertServing(): void;
  /**
   * Wall time in milliseconds since 1970-01-01 UTC, never before that of a record or before what was told already: a clock set back
   * revives nothing. @throws SfumatoError `clock-ahead`, and the journal stops, where the clock has leapt beyond belief.
   */
  nowMs(): number;
  /** This incarnation of the process: 32 hex digits. */
  readonly epoch: string;
  /** How many records there are. */
  readonly records: number;
  /** How many of them are durable: always the first ones. */
  readonly durableRecords: number;
  /** The chain so far: 64 hex digits. */
  readonly head: string;
  /** Makes everything durable and closes the file. */
  close(): Promise<void>;
}
