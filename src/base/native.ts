import { fromBase64Url, toBase64Url } from './bytes.ts';

/** RFC 8032's curve, or RFC 7748's. */
type Curve = 'Ed25519' | 'X25519';

/** The cost of scrypt, RFC 7914, and how many bytes are wanted. */
interface StretchCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly dkLen: number;
}

/** What Node does itself; what is done on the curves throws for keys that aren't 32 bytes long. */
interface Native {
  publicKeyOf(crv: Curve, secretKey: Uint8Array): Uint8Array;
  sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array;
  /** As OpenSSL does: also under keys of small order. */
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
  /** @throws also for a public key of small order. */
  agree(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array;
  scrypt(passphrase: Uint8Array, salt: Uint8Array, cost: StretchCost): Uint8Array;
}

const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');

/**
 * Node's own curves and its scrypt, many times faster than JavaScript's; `undefined` where this doesn't run in Node, and there the noble
 * libraries do the same. Keys go in as JWK (RFC 8037): Node needs milliseconds to read them from DER.
 */
export const native: Native | undefined = crypto && nativeOf(crypto);

function nativeOf(node: NonNullable<typeof crypto>): Native {
  // The public half has to be there and isn't looked at.
  const secret = (crv: Curve, key: Uint8Array) =>
    node.createPrivateKey({ key: { kty: 'OKP', crv, d: toBase64Url(key), x: '' }, format: 'jwk' });
  const open = (crv: Curve, key: Uint8Array) =>
    node.createPublicKey({ key: { kty: 'OKP', crv, x: toBase64Url(key) }, format: 'jwk' });
  return Object.freeze({
    publicKeyOf: (crv, key) => fromBase64Url(secret(crv, key).export({ format: 'jwk' }).x ?? '') ?? new Uint8Array(),
    sign: (message, key) => Uint8Array.from(node.sign(null, message, secret('Ed25519', key))),
    verify: (signature, message, key) => node.verify(null, message, open('Ed25519', key), signature),
    agree: (own, other) =>
      Uint8Array.from(node.diffieHellman({ privateKey: secret('X25519', own), publicKey: open('X25519', other) })),
    scrypt: (passphrase, salt, { N, r, p, dkLen }) =>
      // Node refuses more than 32 MiB unless told.
      Uint8Array.from(node.scryptSync(passphrase, salt, dkLen, { N, r, p, maxmem: 2 * 128 * N * r })),
  } satisfies Native);
}
