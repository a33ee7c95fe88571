import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';

export { bytesToHex, concatBytes, hexToBytes };

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The six bits that a letter stands for, by its code. */
const SIXES: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const value = BASE64URL.indexOf(String.fromCharCode(code));
  return value < 0 ? undefined : value;
});

/** RFC 4648 §5 base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const letters = left === 1 ? 2 : left === 2 ? 3 : 4;
    for (let letter = 0; letter < letters; letter += 1) {
      text += BASE64URL[(group >> (18 - 6 * letter)) & 63];
    }
  }
  return text;
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
  const bytes = fromBase64Url(text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'));
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
