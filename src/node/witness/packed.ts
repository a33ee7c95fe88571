import { deflateRawSync, inflateRawSync } from 'node:zlib';

// A lease names every meter that a site ever had, and they only become more: as it stands it would outgrow a checkpoint after some
// hundreds. How long it is once it is packed tells its length to the next `STEP_BYTES`.

const STEP_BYTES = 1_024;
const HEAD_BYTES = 5;
/** What was packed begins with this; what an earlier version left as it was, with a brace. */
const PACKED = 1;

/** Packs a text: a mark, the length of what follows, that, and zeros up to the next step. */
export function packed(plain: Uint8Array): Uint8Array {
  const body = deflateRawSync(plain);
  const bytes = new Uint8Array(Math.ceil((HEAD_BYTES + body.length) / STEP_BYTES) * STEP_BYTES);
  bytes[0] = PACKED;
  new DataView(bytes.buffer).setUint32(1, body.length);
  bytes.set(body, HEAD_BYTES);
  return bytes;
}

/** What was packed; what wasn't, as it is. */
export function unpacked(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== PACKED) {
    return bytes;
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
  return inflateRawSync(bytes.subarray(HEAD_BYTES, HEAD_BYTES + length));
}
