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

/** Top-level elements by tag, in the order of the file. */
export type Elements = ReadonlyMap<number, ElementHead>;

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

/** Reads the head at `at`, or says why not. */
export function readHead(view: DataView, at: number, within: Within): ElementHead | Stop {
  const { encoding, limit } = within;
  const lacking = lacks(view, at + 8, limit);
  if (lacking !== undefined) {
    return lacking;
  }
  const { littleEndian } = encoding;
  const group = view.getUint16(at, littleEndian);
  const tag = ((group << 16) | view.getUint16(at + 2, littleEndian)) >>> 0;
  // Items and delimiters never carry a value representation (PS3.5 §7.5).
  if (encoding.implicit || group === 0xfffe) {
    return { tag, vr: '', start: at, valueStart: at + 8, length: view.getUint32(at + 4, littleEndian) };
  }
  const vr = valueRepresentation(view.getUint8(at + 4), view.getUint8(at + 5));
  if (vr === undefined) {
    return rejected('unknown-vr');
  }
  if (!vr.long) {
    return { tag, vr: vr.name, start: at, valueStart: at + 8, length: view.getUint16(at + 6, littleEndian) };
  }
  return (
    lacks(view, at + 12, limit) ?? {
      tag,
      vr: vr.name,
      start: at,
      valueStart: at + 12,
      length: view.getUint32(at + 8, littleEndian),
    }
  );
}

function lacks(view: DataView, end: number, limit: number): Stop | undefined {
  if (end > limit) {
    return rejected('truncated');
  }
  return end > view.byteLength ? MORE : undefined;
}
