import { chacha20 } from '@noble/ciphers/chacha.js';

const NONCE_BYTES = 12;

/** The first `bytes` bytes of the ChaCha20 key stream (RFC 8439) under a key of 32 bytes that is used for nothing else. */
export function keystream(key: Uint8Array, bytes: number): Uint8Array {
  return chacha20(key, new Uint8Array(NONCE_BYTES), new Uint8Array(bytes));
}
