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

/** A key pair for agreements: its public half, and the secret shared with the holder of another. */
export interface Agreeing {
  readonly publicKey: Uint8Array;
  /** @throws also for a public key of small order. */
  readonly agree: (publicKey: Uint8Array) => Uint8Array;
}

/** What Node does itself; what is done on the curves throws for keys that aren't 32 bytes long. */
interface Native {
  publicKeyOf(crv: Curve, secretKey: Uint8Array): Uint8Array;
  /** Signs under one key, which is read once. */
  signer(secretKey: Uint8Array): (message: Uint8Array) => Uint8Array;
  /** Verifies under one key, which is read once; as OpenSSL does: also under keys of small order. */
  verifier(publicKey: Uint8Array): (signature: Uint8Array, message: Uint8Array) => boolean;
  agreeing(secretKey: Uint8Array): Agreeing;
  /** Of the concatenation of the parts. */
  sha256(parts: readonly Uint8Array[]): Uint8Array;
  hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array;
  /** Under one key, which is read once. */
  hmacSha256Under(key: Uint8Array): (message: Uint8Array) => Uint8Array;
  /** ChaCha20-Poly1305 (RFC 8439) under a nonce of 12 bytes; opening throws where a byte is another. */
  aead(key: Uint8Array, nonce: Uint8Array, context: Uint8Array): Aead;
  scrypt(passphrase: Uint8Array, salt: Uint8Array, cost: StretchCost): Uint8Array;
}

/** Seals and opens one message, its tag of 16 bytes last. */
interface Aead {
  /** In parts that follow one another. */
  encrypt(plain: Uint8Array): readonly Uint8Array[];
  decrypt(sealed: Uint8Array): Uint8Array;
}

const TAG_BYTES = 16;
const CIPHER = 'chacha20-poly1305';
const TAGGED = { authTagLength: TAG_BYTES } as const;

/** What Node gives, as bytes that are nothing more: a Buffer's slices share its memory. */
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');

/**
 * Node's own curves, hash, cipher and scrypt, many times faster than JavaScript's; `undefined` where this doesn't run in Node, and there
 * the noble libraries do the same. Keys go in as JWK (RFC 8037): Node needs milliseconds to read them from DER.
 */
export const native: Native | undefined = crypto && nativeOf(crypto);

function nativeOf(node: NonNullable<typeof crypto>): Native {
  // The public half has to be there and isn't looked at.
  const secret = (crv: Curve, key: Uint8Array) =>
    node.createPrivateKey({ key: { kty: 'OKP', crv, d: toBase64Url(key), x: '' }, format: 'jwk' });
  const open = (crv: Curve, key: Uint8Array) =>
    node.createPublicKey({ key: { kty: 'OKP', crv, x: toBase64Url(key) }, format: 'jwk' });
  const publicHalf = (key: ReturnType<typeof secret>) =>
    fromBase64Url(key.export({ format: 'jwk' }).x ?? '') ?? new Uint8Array();
  return Object.freeze({
    publicKeyOf: (crv, key) => publicHalf(secret(crv, key)),
    signer(secretKey) {
      const key = secret('Ed25519', secretKey);
      return (message) => plain(node.sign(null, message, key));
    },
    verifier(publicKey) {
      const key = open('Ed25519', publicKey);
      return (signature, message) => node.verify(null, message, key, signature);
    },
    agreeing(secretKey) {
      const privateKey = secret('X25519', secretKey);
      const agree = (other: Uint8Array) => plain(node.diffieHellman({ privateKey, publicKey: open('X25519', other) }));
      return { publicKey: publicHalf(privateKey), agree };
    },
    sha256: (parts) => hashJoined(node, parts),
    hmacSha256: (key, message) => plain(node.createHmac('sha256', key).update(message).digest()),
    hmacSha256Under(bytes) {
      const key = node.createSecretKey(bytes);
      return (message) => plain(node.createHmac('sha256', key).update(message).digest());
    },
    aead: (key, nonce, context) => ({
      encrypt(bytes) {
        const cipher = node.createCipheriv(CIPHER, key, nonce, TAGGED);
        cipher.setAAD(context, { plaintextLength: bytes.length });
        // A stream cipher holds nothing back for its end.
        const [sealed] = [cipher.update(bytes), cipher.final()];
        return [sealed, cipher.getAuthTag()];
      },
      decrypt(sealed) {
        const end = sealed.length - TAG_BYTES;
        const decipher = node.createDecipheriv(CIPHER, key, nonce, TAGGED);
        decipher.setAAD(context, { plaintextLength: end });
        decipher.setAuthTag(sealed.subarray(end));
        const [opened] = [decipher.update(sealed.subarray(0, end)), decipher.final()];
        return plain(opened);
      },
    }),
    scrypt: (passphrase, salt, { N, r, p, dkLen }) =>
      // Node refuses more than 32 MiB unless told.
      plain(node.scryptSync(passphrase, salt, dkLen, { N, r, p, maxmem: 2 * 128 * N * r })),
  } satisfies Native);
}

/** Where the parts of a hash are put together: new memory for each of them would cost as much as the hash. */
const JOINED = new Uint8Array(1 << 16);

/** One call on joined bytes takes half the time of a hash that is fed part by part. */
function hashJoined(node: NonNullable<typeof crypto>, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const joined = length <= JOINED.length ? JOINED.subarray(0, length) : new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  const hash = bytesOf(node.hash('sha256', joined, 'binary'));
  // Some of what is hashed is secret.
  joined.fill(0);
  return hash;
}

/** The bytes of Latin-1 text: a Buffer from Node would take as long to make, and to collect, as the hash. */
function bytesOf(latin1: string): Uint8Array {
  const bytes = new Uint8Array(latin1.length);
  for (let at = 0; at < latin1.length; at += 1) {
    bytes[at] = latin1.charCodeAt(at);
  }
  return bytes;
}
