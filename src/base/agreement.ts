import { x25519 } from '@noble/curves/ed25519.js';
import { assert } from './assert.ts';
import { concatBytes, utf8ToBytes } from './bytes.ts';
import { hmacSha256 } from './hash.ts';
import { native } from './native.ts';

/** The public key (32 bytes) of an X25519 secret key (32 bytes), RFC 7748. */
export function agreementKeyOf(secretKey: Uint8Array): Uint8Array {
  return native?.publicKeyOf('X25519', secretKey) ?? x25519.getPublicKey(secretKey);
}

/** The two halves of one secret key at work: what is shared with the holder of another key, and the own public key (32 bytes). */
export interface KeyAgreement {
  readonly publicKey: Uint8Array;
  /** The X25519 shared secret (32 bytes), RFC 7748 §6.1; `undefined` for a public key of small order or of another length. */
  readonly with: (publicKey: Uint8Array) => Uint8Array | undefined;
}

/** Agreements under one secret key of 32 bytes, which is read once. @throws for a secret key of another length. */
export function keyAgreementOf(secretKey: Uint8Array): KeyAgreement {
  const { publicKey, agree: shared } = native?.agreeing(secretKey) ?? {
    publicKey: x25519.getPublicKey(secretKey),
    agree: (other: Uint8Array) => x25519.getSharedSecret(secretKey, other),
  };
  return Object.freeze({
    publicKey,
    with(other: Uint8Array) {
      try {
        return shared(other);
      } catch {
        return undefined;
      }
    },
  });
}

/** What a key is derived from: a secret, a salt, and what it is for. */
export interface Derivation {
  readonly secret: Uint8Array;
  readonly salt: Uint8Array;
  readonly info: string;
}

/** RFC 5869 §2.3: 255 blocks. */
const DERIVED_BYTES_MAX = 255 * 32;

/** HKDF-SHA256 (RFC 5869): `bytes` bytes, at most 8,160. */
export function deriveKey({ secret, salt, info }: Derivation, bytes: number): Uint8Array {
  assert(bytes <= DERIVED_BYTES_MAX, 'a derived key has its longest form');
  const first = hmacSha256(salt, secret);
  let block: Uint8Array = new Uint8Array();
  let derived = block;
  for (let count = 1; derived.length < bytes; count += 1) {
    block = hmacSha256(first, concatBytes(block, utf8ToBytes(info), Uint8Array.of(count)));
    derived = concatBytes(derived, block);
  }
  return derived.subarray(0, bytes);
}
