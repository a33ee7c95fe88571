import { assert, bytesToHex, hexToBytes } from '../../base/index.ts';
import { isScopeMask } from '../register/standing.ts';

/** What some patients said at once. */
export interface ConsentBatch {
  /** The purposes that they still allow, as a mask; 0 for who withdraws altogether. */
  readonly allowed: number;
  readonly pseudonyms: readonly string[];
}

// Content of a frame: mask (2 bytes), number of pseudonyms (4), the pseudonyms (16 each), zeros up to the next power of two. How
// long a frame is says no more than how many patients there are to the nearest power of two, and nothing up to a thousand.
const HEAD_BYTES = 6;
const PSEUDONYM_BYTES = 16;
const BATCH_BYTES_MIN = 16_384;

/** The content of a frame. */
export function encodeBatch({ allowed, pseudonyms }: ConsentBatch): Uint8Array {
  assert(allowed === 0 || isScopeMask(allowed), 'a batch names purposes that there are');
  const bytes = HEAD_BYTES + pseudonyms.length * PSEUDONYM_BYTES;
  const plain = new Uint8Array(Math.max(BATCH_BYTES_MIN, 2 ** Math.ceil(Math.log2(bytes))));
  const view = new DataView(plain.buffer);
  view.setUint16(0, allowed);
  view.setUint32(2, pseudonyms.length);
  pseudonyms.forEach((pseudonym, at) => {
    assert(pseudonym.length === 2 * PSEUDONYM_BYTES, 'a pseudonym is 32 lower-case hex digits');
    plain.set(hexToBytes(pseudonym), HEAD_BYTES + at * PSEUDONYM_BYTES);
  });
  return plain;
}

/** Reads what `encodeBatch` wrote; `undefined` for anything else. */
export function decodeBatch(plain: Uint8Array): ConsentBatch | undefined {
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  if (plain.length < BATCH_BYTES_MIN) {
    return undefined;
  }
  const [allowed, count] = [view.getUint16(0), view.getUint32(2)];
  const end = HEAD_BYTES + count * PSEUDONYM_BYTES;
  if ((allowed !== 0 && !isScopeMask(allowed)) || end > plain.length) {
    return undefined;
  }
  const pseudonyms = Array.from({ length: count }, (_, at) => {
    const from = HEAD_BYTES + at * PSEUDONYM_BYTES;
    return bytesToHex(plain.subarray(from, from + PSEUDONYM_BYTES));
  });
  return { allowed, pseudonyms };
}
