import { fromBase64Url, toBase64Url } from './bytes.ts';

/**
 * Node's own cryptography, tens of times faster than JavaScript's; `undefined` where this doesn't run in Node, and there the noble
 * libraries do the same.
 */
export const native = globalThis.process?.getBuiltinModule?.('node:crypto');

/** RFC 8032's curve, or RFC 7748's. */
export type Curve = 'Ed25519' | 'X25519';

/**
 * A secret key (32 bytes) as Node takes it, by JWK (RFC 8037): Node needs milliseconds to read the same from DER. The public half has to
 * be there and isn't looked at.
 */
export function secretJwk(crv: Curve, key: Uint8Array) {
  return { key: { kty: 'OKP', crv, d: toBase64Url(key), x: '' }, format: 'jwk' as const };
}

/** A public key (32 bytes) as Node takes it. */
export function publicJwk(crv: Curve, key: Uint8Array) {
  return { key: { kty: 'OKP', crv, x: toBase64Url(key) }, format: 'jwk' as const };
}

/** The public key of a secret key. @throws for a key that isn't 32 bytes long. */
export function publicHalf(crypto: NonNullable<typeof native>, crv: Curve, secretKey: Uint8Array): Uint8Array {
  const { x = '' } = crypto.createPrivateKey(secretJwk(crv, secretKey)).export({ format: 'jwk' });
  return fromBase64Url(x) ?? new Uint8Array();
}
