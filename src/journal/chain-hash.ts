import { createHash } from 'node:crypto';

/** SHA-256 (FIPS 180-4) of the concatenation of `parts`, by Node's own code: every byte of a journal passes through it. */
export function chainHash(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part);
  }
  return hash.digest();
}
