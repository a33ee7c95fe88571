import { toUtf8, utf8ToBytes } from '../base/index.ts';

// A name on a Unix disk is any bytes, and old archives have names in Latin-1 or Shift JIS. Paths are text everywhere here, so a
// byte that isn't UTF-8 becomes half of a surrogate pair, which UTF-8 can't hold: then no two names are the same text.

const HALF = 0xdc00;
const HALVES = /[\udc80-\udcff]/u;
const SEQUENCE_BYTES_MAX = 4;

/** The text that stands for a name or path of any bytes. */
export function pathFrom(bytes: Uint8Array): string {
  const whole = toUtf8(bytes);
  return whole ?? piecewise(bytes);
}

function piecewise(bytes: Uint8Array): string {
  let path = '';
  for (let at = 0; at < bytes.length; ) {
    const { text, length } = letterAt(bytes, at) ?? { text: String.fromCharCode(HALF + (bytes[at] ?? 0)), length: 1 };
    path += text;
    at += length;
  }
  return path;
}

function letterAt(bytes: Uint8Array, at: number): { text: string; length: number } | undefined {
  for (let length = 1; length <= SEQUENCE_BYTES_MAX && at + length <= bytes.length; length += 1) {
    const text = toUtf8(bytes.subarray(at, at + length));
    if (text !== undefined) {
      return { text, length };
    }
  }
  return undefined;
}

/** The bytes of a path, as they are on the disk. */
export function pathBytes(path: string): Uint8Array {
  if (!HALVES.test(path)) {
    return utf8ToBytes(path);
  }
  return Uint8Array.from(
    [...path].flatMap((letter) => (HALVES.test(letter) ? byteOf(letter) : [...utf8ToBytes(letter)])),
  );
}

function byteOf(half: string): readonly number[] {
  return [half.charCodeAt(0) - HALF];
}

/** A path as the file system takes it: text, unless no text says it. */
export function openable(path: string): string | Buffer {
  return HALVES.test(path) ? Buffer.from(pathBytes(path)) : path;
}

/** A path for people: bytes that are no letters as `\xFC`. */
export function shownPath(path: string): string {
  const shown = (half: string) => `\\x${(half.charCodeAt(0) - HALF).toString(16).toUpperCase()}`;
  return path.replace(new RegExp(HALVES, 'gu'), shown);
}
