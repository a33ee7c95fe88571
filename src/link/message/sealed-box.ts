import {
  concatBytes,
  deriveKey,
  type Entropy,
  type KeyAgreement,
  keyAgreementOf,
  randomBytes,
  seal,
  unseal,
} from '../../base/index.ts';

const KEY_BYTES = 32;
const INFO = 'sfumato/link-seal/v1';

/** Whom a box is for, and the text it is bound to without holding it. */
export interface Boxing {
  /** X25519: the receiver's public key. */
  readonly to: Uint8Array;
  readonly header: string;
}

/**
 * Seals bytes to a receiver: X25519 with a key that is used once, HKDF-SHA256 over both public keys, XChaCha20-Poly1305 with the
 * header as associated data. The box is the one-time public key (32 bytes), then nonce and ciphertext.
 */
export function sealTo(plain: Uint8Array, { to, header }: Boxing, entropy: Entropy): Uint8Array | undefined {
  const once = keyAgreementOf(randomBytes(entropy, KEY_BYTES));
  const secret = once.with(to);
  const key = secret && deriveKey({ secret, salt: concatBytes(once.publicKey, to), info: INFO }, KEY_BYTES);
  return key && concatBytes(once.publicKey, seal(plain, { key, context: header }, entropy));
}

/** Who opens a box, and the text it has to be bound to. */
export interface Opening {
  readonly opener: KeyAgreement;
  readonly header: string;
}

/** Opens what `sealTo` made for the holder of the opener's key; `undefined` when anything is another. */
export function openBox(box: Uint8Array, { opener, header }: Opening): Uint8Array | undefined {
  const oncePublic = box.subarray(0, KEY_BYTES);
  const secret = opener.with(oncePublic);
  const key = secret && deriveKey({ secret, salt: concatBytes(oncePublic, opener.publicKey), info: INFO }, KEY_BYTES);
  return key && unseal(box.subarray(KEY_BYTES), { key, context: header });
}
