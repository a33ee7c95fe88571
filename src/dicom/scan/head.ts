import type { QuarantineReason } from '../reasons.table.ts';
import type { Encoding } from './encoding.ts';
import { valueRepresentation } from './vr.ts';

/** Tag, value representation and length of one element, and where it lies. */
export interface ElementHead {
  /** Group and element as one unsigned 32-bit number. */
  readonly tag: number;
  /** Two letters, or empty where the encoding is implicit. */
  readonly vr: string;
  /** Offset of the element's first byte. */
  readonly start: number;
  /** Offset of its value. */
  readonly valueStart: number;
  /** Bytes of its value; 0xFFFFFFFF when a delimiter ends it. */
  readonly length: number;
}

/** Why a scan can't go on: the prefix is too short, or the file is bad. */
export type Stop = { readonly state: 'more' } | { readonly state: 'rejected'; readonly reason: QuarantineReason };

/** The stop for a prefix that is too short. */
export const MORE: Stop = Object.freeze({ state: 'more' });

/** The stop for a bad file. */
export function rejected(reason: QuarantineReason): Stop {
  return { state: 'rejected', reason };
}

interface Within {
  readonly encoding: Encoding;
  /** Nothing may pass this offset. */
  readonly limit: number;
}

/** What heads are read out of, and the one that was read last: there are too many for an object each. */
export type HeadReader = { -readonly [Name in keyof ElementHead]: ElementHead[Name] } & { readonly view: DataView };

/** A reader of the heads in `bytes`. */
export function headReader({ buffer, byteOffset, byteLength }: Uint8Array): HeadReader {
  return { view: new DataView(buffer, byteOffset, byteLength), tag: 0, vr: '', start: 0, valueStart: 0, length: 0 };
}

/** Reads the head at `at`, or says why not. */
export function readHead(head: HeadReader, at: number, within: Within): Stop | undefined {
  const { view } = head;
  const { encoding, limit } = within;
  const lacking = lacks(view, at + 8, limit);
  if (lacking !== undefined) {
    return lacking;
  }
  const { littleEndian } = encoding;
  const group = view.getUint16(at, littleEndian);
  head.tag = ((group << 16) | view.getUint16(at + 2, littleEndian)) >>> 0;
  head.vr = '';
  head.start = at;
  head.valueStart = at + 8;
  // Items and delimiters never carry a value representation (PS3.5 §7.5).
  if (encoding.implicit || group === 0xfffe) {
    head.length = view.getUint32(at + 4, littleEndian);
    return undefined;
  }
  const vr = valueRepresentation(view.getUint8(at + 4), view.getUint8(at + 5));
  if (vr === undefined) {
    return rejected('unknown-vr');
  }
  head.vr = vr.name;
  return vr.long ? readLongLength(head, within) : readShortLength(head, encoding);
}

function readShortLength(head: HeadReader, { littleEndian }: Encoding): undefined {
  head.length = head.view.getUint16(head.start + 6, littleEndian);
}

function readLongLength(head: HeadReader, { encoding, limit }: Within): Stop | undefined {
  head.valueStart = head.start + 12;
  const lacking = lacks(head.view, head.valueStart, limit);
  if (lacking === undefined) {
    head.length = head.view.getUint32(head.start + 8, encoding.littleEndian);
  }
  return lacking;
}

function lacks(view: DataView, end: number, limit: number): Stop | undefined {
  if (end > limit) {
    return rejected('truncated');
  }
  return end > view.byteLength ? MORE : undefined;
}
