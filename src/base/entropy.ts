import { assert } from './assert.ts';
import { bytesToHex } from './bytes.ts';
import { SfumatoError } from './errors.ts';

/** A source of uniformly random bytes. Production uses `systemEntropy`; tests pass a tape. */
export interface Entropy {
  /** Fills `target` with random bytes. @throws SfumatoError `entropy-failed`; nothing may be released after that. */
  fill(target: Uint8Array): void;
}

const POOL_BYTES = 65_536; // the most that one call of getRandomValues gives (W3C Web Crypto §10.1.1)

/** The operating system's CSPRNG, read 64 KiB at a time; used bytes are overwritten at once. */
export function systemEntropy(): Entropy {
  const pool = new Uint8Array(POOL_BYTES);
  let next = POOL_BYTES;
  return Object.freeze({
    fill(target: Uint8Array): void {
      assert(target.length <= POOL_BYTES, 'one draw of entropy is at most the pool');
      if (next + target.length > POOL_BYTES) {
        refill(pool);
        next = 0;
      }
      target.set(pool.subarray(next, next + target.length));
      pool.fill(0, next, next + target.length);
      next += target.length;
    },
  });
}

function refill(pool: Uint8Array<ArrayBuffer>): void {
  try {
    globalThis.crypto.getRandomValues(pool);
  } catch (cause) {
    throw new SfumatoError('entropy-failed', 'The operating system gave no randomness.', { cause });
  }
}

/** `length` fresh random bytes. */
export function randomBytes(entropy: Entropy, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  entropy.fill(bytes);
  return bytes;
}

/** A fresh 128-bit identifier: 32 lower-case hex digits. */
export function randomId(entropy: Entropy): string {
  return bytesToHex(randomBytes(entropy, 16));
}
