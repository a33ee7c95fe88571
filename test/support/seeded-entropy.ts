import { createCipheriv } from 'node:crypto';
import { type Entropy, sha256, utf8ToBytes } from '../../src/base/index.ts';

/** Bytes that a seed decides, for tests alone: the AES-128 counter stream under it, or under the hash of a name. */
export function seededEntropy(seed: number | string): Entropy {
  const stream = createCipheriv('aes-128-ctr', keyOf(seed), Buffer.alloc(16));
  return { fill: (target) => target.set(stream.update(new Uint8Array(target.length))) };
}

function keyOf(seed: number | string): Uint8Array {
  if (typeof seed === 'string') {
    return sha256(utf8ToBytes(seed)).subarray(0, 16);
  }
  const key = Buffer.alloc(16);
  key.writeUInt32LE(seed);
  return key;
}
