import { bytesToHex, concatBytes, LIMITS, sha256, toUtf8, utf8ToBytes } from '../base/index.ts';

// Format 1 of the journal. A folder holds segments 00000001.log, 00000002.log, …; a segment is a header line and frames.
//
//   header  "sfumato-journal 1 <segment, 8 digits> <chain so far, 64 hex>\n"
//   frame   u32 big-endian length of the body
//           4 bytes: the first of SHA-256(chain so far ‖ length), so that a changed length is told apart from a torn frame
//           body: RFC 8785 JSON in UTF-8
//           32 bytes: SHA-256(chain so far ‖ length ‖ body)
//
// The chain starts as 32 zero bytes. A header sets it to SHA-256(header), a frame to the frame's last 32 bytes.

/** The format written and read; a later one gets another number and keeps reading this one. */
export const FORMAT = 1;

/** Bytes of a frame before its body: length and length check. */
export const PREFIX_BYTES = 8;

/** Bytes of a hash, and of a frame after its body. */
export const HASH_BYTES = 32;

/** The chain before the first header. */
export const GENESIS: Uint8Array = new Uint8Array(HASH_BYTES);

const NAME = /^(?!0{8})\d{8}\.log$/;

/** The file name of segment `number`, from 1. */
export function segmentName(number: number): string {
  return `${String(number).padStart(8, '0')}.log`;
}

/** Whether `name` can be a segment's. */
export function isSegmentName(name: string): boolean {
  return NAME.test(name);
}

/** The only bytes that segment `number` may start with after `chain`. */
export function headerOf(number: number, chain: Uint8Array): Uint8Array {
  return utf8ToBytes(`sfumato-journal ${FORMAT} ${String(number).padStart(8, '0')} ${bytesToHex(chain)}\n`);
}

/** The format number that a segment says it has, whatever else stands in it; `undefined` where there is none. */
export function formatOf(bytes: Uint8Array): number | undefined {
  // Later formats keep these first words, so that every version can say which one is needed.
  const number = /^sfumato-journal ([1-9]\d{0,8}) /.exec(toUtf8(bytes) ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}

/** The length of every header, in bytes. */
export const HEADER_BYTES = headerOf(1, GENESIS).length;

/** One record as it is written, with the chain after it. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly chain: Uint8Array;
}

/** Frames `body`, which is at most `LIMITS.recordBytesMax` bytes, after `chain`. */
export function frameOf(body: Uint8Array, chain: Uint8Array): Frame {
  const length = lengthBytes(body.length);
  const next = sha256(chain, length, body);
  return { bytes: concatBytes(length, lengthCheck(chain, length), body, next), chain: next };
}

/** The first 4 bytes of SHA-256(chain ‖ length). */
export function lengthCheck(chain: Uint8Array, length: Uint8Array): Uint8Array {
  return sha256(chain, length).slice(0, 4);
}

/** Bytes of a frame whose body has `bodyBytes`. */
export function frameBytes(bodyBytes: number): number {
  return PREFIX_BYTES + bodyBytes + HASH_BYTES;
}

/** A segment of `length` bytes takes no further frame of `bytes`, because it would grow beyond `max`. */
export function isFull(length: number, bytes: number, max: number = LIMITS.segmentBytesMax): boolean {
  return length > HEADER_BYTES && length + bytes > max;
}

function lengthBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}
