import { createCipheriv } from 'node:crypto';
import { type Entropy, SfumatoError } from '../../src/base/index.ts';

/** Bytes that a seed decides: the AES-128 counter stream under it. */
export function seededEntropy(seed: number): Entropy {
  const key = Buffer.alloc(16);
  key.writeUInt32LE(seed);
  const stream = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  return { fill: (target) => target.set(stream.update(new Uint8Array(target.length))) };
}

/** Exactly these bytes, then failure. */
export function tape(bytes: Uint8Array): Entropy {
  let next = 0;
  return {
    fill(target) {
      if (next + target.length > bytes.length) {
        throw new SfumatoError('entropy-failed', 'The tape has ended.');
      }
      target.set(bytes.subarray(next, next + target.length));
      next += target.length;
    },
  };
}

/** Fails from the start. */
export const noEntropy: Entropy = tape(new Uint8Array(0));
