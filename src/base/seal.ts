import { hchacha, xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { assert } from './assert.ts';
import { concatBytes, utf8ToBytes } from './bytes.ts';
import { type Entropy, randomBytes } from './entropy.ts';
import { native } from './native.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 24;

/** What a box is sealed under: 32 key bytes, and `context`, bound to the box but not stored in it. */
export interface Sealing {
  readonly key: Uint8Array;
  readonly context: string;
}

/** XChaCha20-Poly1305: 24 random nonce bytes followed by the ciphertext with its tag. */
export function seal(plain: Uint8Array, sealing: Sealing, entropy: Entropy): Uint8Array {
  const nonce = randomBytes(entropy, NONCE_BYTES);
  return concatBytes(nonce, ...cipherOf(sealing, nonce).encrypt(plain));
}

/** Opens what `seal` made; `undefined` when key, context or a byte is another. */
export function unseal(box: Uint8Array, sealing: Sealing): Uint8Array | undefined {
  if (box.length < NONCE_BYTES) {
    return undefined;
  }
  try {
    return cipherOf(sealing, box.subarray(0, NONCE_BYTES)).decrypt(box.subarray(NONCE_BYTES));
  } catch {
    return undefined;
  }
}

const SIGMA = words(utf8ToBytes('expand 32-byte k'));
const SALT_BYTES = 16;

/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03 §2.3): ChaCha20-Poly1305 of RFC 8439, which Node has, under the key that HChaCha20 makes
 * of the key and the nonce's first 16 bytes.
 */
function cipherOf({ key, context }: Sealing, nonce: Uint8Array) {
  if (native === undefined) {
    const { encrypt, decrypt } = xchacha20poly1305(key, nonce, utf8ToBytes(context));
    return { encrypt: (plain: Uint8Array) => [encrypt(plain)], decrypt };
  }
  assert(key.length === KEY_BYTES, 'a key that seals has 32 bytes');
  const inner = new Uint32Array(8);
  hchacha(SIGMA, words(key), words(nonce.subarray(0, SALT_BYTES)), inner);
  const innerNonce = concatBytes(new Uint8Array(4), nonce.subarray(SALT_BYTES));
  return native.aead(new Uint8Array(inner.buffer), innerNonce, utf8ToBytes(context));
}

/** The bytes as words of the machine, in memory of their own. */
function words(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}
