import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concatBytes, utf8ToBytes } from './bytes.ts';
import { type Entropy, randomBytes } from './entropy.ts';

const NONCE_BYTES = 24;

/** What a box is sealed under: 32 key bytes, and `context`, bound to the box but not stored in it. */
export interface Sealing {
  readonly key: Uint8Array;
  readonly context: string;
}

/** XChaCha20-Poly1305: 24 random nonce bytes followed by the ciphertext with its tag. */
export function seal(plain: Uint8Array, sealing: Sealing, entropy: Entropy): Uint8Array {
  const nonce = randomBytes(entropy, NONCE_BYTES);
  const cipher = xchacha20poly1305(sealing.key, nonce, utf8ToBytes(sealing.context));
  return concatBytes(nonce, cipher.encrypt(plain));
}

/** Opens what `seal` made; `undefined` when key, context or a byte is another. */
export function unseal(box: Uint8Array, sealing: Sealing): Uint8Array | undefined {
  if (box.length < NONCE_BYTES) {
    return undefined;
  }
  try {
    const cipher = xchacha20poly1305(sealing.key, box.subarray(0, NONCE_BYTES), utf8ToBytes(sealing.context));
    return cipher.decrypt(box.subarray(NONCE_BYTES));
  } catch {
    return undefined;
  }
}
