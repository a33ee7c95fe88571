import { LIMITS } from '../../base/index.ts';

const LENGTH_BYTES = 4;

/** What a message says: a text, and bytes that travel with it (a message that is passed on, or nothing). */
export interface Content {
  readonly text: Uint8Array;
  readonly attached: Uint8Array;
}

/**
 * Lays text and attachment out, each behind its length, and fills up with zeros to the next of `LIMITS.linkBucketsKib`, so that
 * the length of a sealed message tells one of a few sizes. `undefined` when it is too long for the last of them.
 */
export function padded({ text, attached }: Content): Uint8Array | undefined {
  const needed = 2 * LENGTH_BYTES + text.length + attached.length;
  const kib = LIMITS.linkBucketsKib.find((bucket) => bucket * 1024 >= needed);
  if (kib === undefined) {
    return undefined;
  }
  const bytes = new Uint8Array(kib * 1024);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, text.length);
  bytes.set(text, LENGTH_BYTES);
  view.setUint32(LENGTH_BYTES + text.length, attached.length);
  bytes.set(attached, 2 * LENGTH_BYTES + text.length);
  return bytes;
}

/** Reads what `padded` laid out; `undefined` for anything else, other filling included. */
export function unpadded(bytes: Uint8Array): Content | undefined {
  const text = part(bytes, 0);
  const attached = text && part(bytes, LENGTH_BYTES + text.length);
  if (text === undefined || attached === undefined) {
    return undefined;
  }
  const filling = bytes.subarray(2 * LENGTH_BYTES + text.length + attached.length);
  return isZero(filling) ? { text, attached } : undefined;
}

/** The first byte is zero, and each is the same as the one before it: that is one comparison of memory. */
function isZero(bytes: Uint8Array): boolean {
  return bytes.length === 0 || (bytes[0] === 0 && Buffer.compare(bytes.subarray(1), bytes.subarray(0, -1)) === 0);
}

function part(bytes: Uint8Array, at: number): Uint8Array | undefined {
  if (at + LENGTH_BYTES > bytes.length) {
    return undefined;
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0);
  const start = at + LENGTH_BYTES;
  return start + length <= bytes.length ? bytes.subarray(start, start + length) : undefined;
}
