import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from './bytes.ts';
import { native } from './native.ts';

/** SHA-256 (FIPS 180-4) of the concatenation of `parts`: 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return native?.sha256(parts) ?? nobleSha256(concatBytes(...parts));
}

/** SHA-256 of `context`, a line feed and `text`, as lower-case hex: one domain per use. */
export function hashText(context: string, text: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${context}\n${text}`)));
}

/** HMAC-SHA256 (RFC 2104): 32 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return native?.hmacSha256(key, message) ?? hmac(nobleSha256, key, message);
}

/** A keyed hash of messages under one key: 32 bytes each. */
export type Keyed = (message: Uint8Array) => Uint8Array;

/** HMAC-SHA256 (RFC 2104) under one key, which is read once, for many messages. */
export function hmacSha256Under(key: Uint8Array): Keyed {
  return native?.hmacSha256Under(key) ?? nobleUnder(key);
}

function nobleUnder(key: Uint8Array): Keyed {
  const keyed = hmac.create(nobleSha256, key);
  const one = keyed.clone();
  return (message) => {
    const mac = new Uint8Array(keyed.outputLen);
    keyed._cloneInto(one).update(message).digestInto(mac);
    return mac;
  };
}
