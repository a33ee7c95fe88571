import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from './bytes.ts';
import { native } from './native.ts';

const KEY_BYTES = 32;

/** The public key (32 bytes) of an Ed25519 secret key (32 bytes), RFC 8032. */
export function publicKeyOf(secretKey: Uint8Array): Uint8Array {
  return native?.publicKeyOf('Ed25519', secretKey) ?? ed25519.getPublicKey(secretKey);
}

/** Makes Ed25519 signatures (64 bytes, RFC 8032) under one secret key of 32 bytes, which is read once. */
export type Signer = (message: Uint8Array) => Uint8Array;

/** The signer of a secret key that signs often. @throws for a key of another length, at the latest when it signs. */
export function signerOf(secretKey: Uint8Array): Signer {
  return native?.signer(secretKey) ?? ((message) => ed25519.sign(message, secretKey));
}

/** Ed25519 signature (64 bytes), RFC 8032. */
export function sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array {
  return signerOf(secretKey)(message);
}

/** Whether a signature is one of a message under one public key, which is read once. */
export type Verifier = (signature: Uint8Array, message: Uint8Array) => boolean;

/** The verifier of a public key that is met often; malformed input, the key included, is `false`, never an error. */
export function verifierOf(publicKey: Uint8Array): Verifier {
  const verify = quietly(() =>
    native === undefined
      ? (signature: Uint8Array, message: Uint8Array) => ed25519.verify(signature, message, publicKey, { zip215: false })
      : isStrict(publicKey) && native.verifier(publicKey),
  );
  return (signature, message) => verify !== false && quietly(() => verify(signature, message));
}

/** Whether `signature` is one of `message` under `publicKey`; malformed input is `false`, never an error. */
export function verifySignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  return verifierOf(publicKey)(signature, message);
}

function quietly<T>(work: () => T): T | false {
  try {
    return work();
  } catch {
    return false;
  }
}

/** Whether signatures under a public key can be verified at all: it has 32 bytes, and is none of the few weak ones, such as all zeros. */
export function isPublicKey(publicKey: Uint8Array): boolean {
  return publicKey.length === KEY_BYTES && isStrict(publicKey);
}

/** Under a key of small order one signature fits many messages; Node takes such keys, and keys written in two ways. */
function isStrict(publicKey: Uint8Array): boolean {
  const y = bytesToHex(publicKey.subarray(0, 31)) + ((publicKey[31] ?? 0) & 0x7f).toString(16).padStart(2, '0');
  return !SMALL_ORDER.has(y) && !NOT_REDUCED.test(y);
}

/** The y, little-endian, of the points whose order divides 8: 1 (order 1), −1 (2), 0 (4) and ±y of order 8. */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '00'.repeat(32),
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);
/** y from p = 2²⁵⁵ − 19 on. */
const NOT_REDUCED = /^(ed|ee|ef|f.)(ff){30}7f$/;
