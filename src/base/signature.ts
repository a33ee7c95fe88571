import { ed25519 } from '@noble/curves/ed25519.js';

/** The public key (32 bytes) of an Ed25519 secret key (32 bytes), RFC 8032. */
export function publicKeyOf(secretKey: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(secretKey);
}

/** Ed25519 signature (64 bytes), RFC 8032. */
export function sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array {
  return ed25519.sign(message, secretKey);
}

/** Whether `signature` is one of `message` under `publicKey`; malformed input is `false`, never an error. */
export function verifySignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
