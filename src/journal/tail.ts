import { GENESIS } from './format.ts';

/** An incomplete header or frame at the very end of the last segment: a write that a crash cut short. */
export interface Torn {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
}

/** Where a journal ends, and all that the next record depends on. */
export interface Tail {
  /** Number of the last segment; 0 when there is none. */
  readonly segment: number;
  /** Bytes of it that are whole; 0 when even its header isn't. */
  readonly length: number;
  readonly chain: Uint8Array;
  /** How many records there are: the `seq` of the next. */
  readonly records: number;
  /** The epoch of the last record; `null` before the first. */
  readonly epoch: string | null;
  readonly highWaterMs: number;
  readonly torn: Torn | undefined;
}

/** The tail of a journal without a file. */
export const EMPTY: Tail = Object.freeze({
  segment: 0,
  length: 0,
  chain: GENESIS,
  records: 0,
  epoch: null,
  highWaterMs: 0,
  torn: undefined,
});
