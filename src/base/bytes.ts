import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { withoutEnd } from './without-end.ts';

export { concatBytes, hexToBytes };

// Text that grows by a letter at a time is kept as a chain of its letters, of 32 bytes each, for as long as it is kept: so letters
// are put down as codes and become text at once.

const ASCII = new TextDecoder('latin1');
const HEX = codesOf('0123456789abcdef');

function codesOf(letters: string): Uint8Array {
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** `bytes` as lower-case hex. */
export function bytesToHex(bytes: Uint8Array): string {
  const letters = new Uint8Array(2 * bytes.length);
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    letters[2 * at] = HEX[byte >> 4] ?? 0;
    letters[2 * at + 1] = HEX[byte & 15] ?? 0;
  }
  return ASCII.decode(letters);
}

/** The bytes of a list, one after another. `concatBytes` takes them as arguments, of which a stack holds no more than some ten thousand. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SIXTY_FOUR = codesOf(BASE64URL);

/** The six bits that a letter stands for, by its code. */
const SIXES: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const value = BASE64URL.indexOf(String.fromCharCode(code));
  return value < 0 ? undefined : value;
});

/** RFC 4648 §5 base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  const letters = new Uint8Array(Math.ceil((4 * bytes.length) / 3));
  for (let at = 0, letter = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    // What is put down behind the last letter is dropped.
    for (let shift = 18; shift >= 0; shift -= 6, letter += 1) {
      letters[letter] = SIXTY_FOUR[(group >> shift) & 63] ?? 0;
    }
  }
  return ASCII.decode(letters);
}

/** Reads RFC 4648 §5 base64url without padding; `undefined` when `text` isn't exactly what `toBase64Url` writes. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) {
    return undefined;
  }
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let letter = 0; letter < text.length; letter += 1) {
    const value = SIXES[text.charCodeAt(letter)];
    if (value === undefined) {
      return undefined;
    }
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (held >> bits) & 0xff;
      at += 1;
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}

/** RFC 4648 §4 base64, padded. */
export function toBase64(bytes: Uint8Array): string {
  const text = toBase64Url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** Reads RFC 4648 §4 base64; `undefined` when `text` isn't exactly what `toBase64` writes. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = fromBase64Url(withoutEnd(text, '=').replaceAll('+', '-').replaceAll('/', '_'));
  return bytes !== undefined && toBase64(bytes) === text ? bytes : undefined;
}
const ENCODER = new TextEncoder();
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `text` in UTF-8; a surrogate that stands alone becomes U+FFFD. */
export function utf8ToBytes(text: string): Uint8Array<ArrayBuffer> {
  return ENCODER.encode(text);
}

/** The UTF-8 text of `bytes`, or `undefined` when they aren't UTF-8. */
export function toUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether two byte strings are equal, in time that depends on their lengths only. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) {
    return false;
  }
  let difference = 0;
  for (let at = 0; at < left.length; at += 1) {
    difference |= (left[at] ?? 0) ^ (right[at] ?? 0);
  }
  return difference === 0;
}
