/**
 * Node's own cryptography, tens of times faster than JavaScript's; `undefined` where this doesn't run in Node, and there the noble
 * libraries do the same.
 */
export const native = globalThis.process?.getBuiltinModule?.('node:crypto');

/** A key of 32 bytes as Node takes it: RFC 8410's DER is a fixed prefix before it. */
type RawKey = 'ed25519-secret' | 'ed25519-public' | 'x25519-secret' | 'x25519-public';

const PREFIXES: Readonly<Record<RawKey, string>> = {
  'ed25519-secret': '302e020100300506032b657004220420',
  'ed25519-public': '302a300506032b6570032100',
  'x25519-secret': '302e020100300506032b656e04220420',
  'x25519-public': '302a300506032b656e032100',
};

/** The DER of a key. @throws RangeError for a key that isn't 32 bytes long. */
export function derOf(kind: RawKey, key: Uint8Array): Buffer {
  if (key.length !== 32) {
    throw new RangeError('a key has 32 bytes');
  }
  return Buffer.concat([Buffer.from(PREFIXES[kind], 'hex'), key]);
}
