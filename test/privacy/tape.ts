import { type Entropy, SfumatoError } from '../../src/base/index.ts';

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
