import { hash } from 'node:crypto';

/** SHA-256 (FIPS 180-4) of the concatenation of `parts`, by Node's own code: every byte of a journal passes through it. */
export function chainHash(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  // One call on one buffer takes half the time of a hash that is fed part by part.
  return hash('sha256', joined, 'buffer');
}
