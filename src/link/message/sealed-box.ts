import {
  agree,
  agreementKeyOf,
  concatBytes,
  deriveKey,
  type Entropy,
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
  const once = randomBytes(entropy, KEY_BYTES);
  const oncePublic = agreementKeyOf(once);
  const secret = agree(once, to);
  const key = secret && deriveKey({ secret, salt: concatBytes(oncePublic, to), info: INFO }, KEY_BYTES);
  return key && concatBytes(oncePublic, seal(plain, { key, context: header }, entropy));
}

/** Opens what `sealTo` made for the receiver of `opening`; `undefined` when anything is another. */
export function openBox(
  box: Uint8Array,
  { opening, header }: { opening: Uint8Array; header: string },
): Uint8Array | undefined {
  const oncePublic = box.subarray(0, KEY_BYTES);
  const secret = agree(opening, oncePublic);
  const salt = concatBytes(oncePublic, agreementKeyOf(opening));
  const key = secret && deriveKey({ secret, salt, info: INFO }, KEY_BYTES);
  return key && unseal(box.subarray(KEY_BYTES), { key, context: header });
}
