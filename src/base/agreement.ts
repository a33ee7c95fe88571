import { x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from './bytes.ts';
import { derOf, native } from './native.ts';

/** The public key (32 bytes) of an X25519 secret key (32 bytes), RFC 7748. */
export function agreementKeyOf(secretKey: Uint8Array): Uint8Array {
  if (native === undefined) {
    return x25519.getPublicKey(secretKey);
  }
  const key = native.createPrivateKey({ key: derOf('x25519-secret', secretKey), format: 'der', type: 'pkcs8' });
  return Uint8Array.from(native.createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));
}

/** The X25519 shared secret (32 bytes), RFC 7748 §6.1; `undefined` for a public key of small order or of another length. */
export function agree(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined {
  try {
    if (native === undefined) {
      return x25519.getSharedSecret(secretKey, publicKey);
    }
    const own = native.createPrivateKey({ key: derOf('x25519-secret', secretKey), format: 'der', type: 'pkcs8' });
    const other = native.createPublicKey({ key: derOf('x25519-public', publicKey), format: 'der', type: 'spki' });
    return Uint8Array.from(native.diffieHellman({ privateKey: own, publicKey: other }));
  } catch {
    return undefined;
  }
}

/** What a key is derived from: a secret, a salt, and what it is for. */
export interface Derivation {
  readonly secret: Uint8Array;
  readonly salt: Uint8Array;
  readonly info: string;
}

/** HKDF-SHA256 (RFC 5869): `bytes` bytes, at most 8,160. */
export function deriveKey({ secret, salt, info }: Derivation, bytes: number): Uint8Array {
  return hkdf(sha256, secret, salt, utf8ToBytes(info), bytes);
}
