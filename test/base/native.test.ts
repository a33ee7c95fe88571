import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agreementKeyOf,
  bytesToHex,
  deriveKey,
  hexToBytes,
  hmacSha256,
  keyAgreementOf,
  publicKeyOf,
  seal,
  sha256,
  sign,
  signerOf,
  systemEntropy,
  unseal,
  utf8ToBytes,
  verifierOf,
  verifySignature,
} from '../../src/base/index.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const message = fc.uint8Array({ maxLength: 300 });

// The noble libraries are the second implementation here: what Node's own gives has to be the same, byte for byte.
describe('Node’s own cryptography', () => {
  it('gives the same keys and signatures', () => {
    fc.assert(
      fc.property(bytes(32), message, (secret, text) => {
        expect(publicKeyOf(secret)).toEqual(ed25519.getPublicKey(secret));
        expect(sign(text, secret)).toEqual(ed25519.sign(text, secret));
        expect(agreementKeyOf(secret)).toEqual(x25519.getPublicKey(secret));
      }),
      { numRuns: 50 },
    );
  });

  it('gives the same shared secrets, and none for a point of small order', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), (one, other) => {
        expect(keyAgreementOf(one).with(agreementKeyOf(other))).toEqual(
          x25519.getSharedSecret(one, x25519.getPublicKey(other)),
        );
      }),
      { numRuns: 50 },
    );
    const agreement = keyAgreementOf(new Uint8Array(32).fill(7));
    for (const point of ['00'.repeat(32), `01${'00'.repeat(31)}`, `ec${'ff'.repeat(30)}7f`]) {
      expect(agreement.with(hexToBytes(point))).toBeUndefined();
    }
    expect(agreement.with(new Uint8Array(31).fill(9))).toBeUndefined();
  });

  it('takes the same signatures for genuine, also those with one bit changed', () => {
    fc.assert(
      fc.property(bytes(32), message, fc.nat(64 * 8 - 1), (secret, text, bit) => {
        const key = publicKeyOf(secret);
        const signature = sign(text, secret);
        expect(verifySignature(signature, text, key)).toBe(true);
        const changed = signature.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(verifySignature(changed, text, key)).toBe(false);
        const otherKey = key.map((byte, at) => (at === (bit >> 3) % 32 ? byte ^ (1 << (bit & 7)) : byte));
        expect(verifySignature(signature, text, otherKey)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('takes no key of small order and no key written in a second way, under which one signature fits many messages', () => {
    // R = the neutral element and S = 0 hold for every message under the neutral element as key.
    const neutral = hexToBytes(`01${'00'.repeat(31)}`);
    const fits = new Uint8Array(64);
    fits.set(neutral);
    const keys = [
      `01${'00'.repeat(31)}`,
      `01${'00'.repeat(30)}80`,
      `ec${'ff'.repeat(30)}7f`,
      '00'.repeat(32),
      `${'00'.repeat(31)}80`,
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
      `ed${'ff'.repeat(30)}7f`,
      `ee${'ff'.repeat(30)}7f`,
      `${'ff'.repeat(31)}7f`,
    ].map(hexToBytes);
    for (const key of keys) {
      for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
        expect(verifySignature(fits, utf8ToBytes(text), key)).toBe(false);
      }
    }
    expect(keys.slice(0, 8).every((key) => ed25519.Point.fromBytes(key, true).isSmallOrder())).toBe(true);
  });

  it('finds a signature whose S is not reduced invalid', () => {
    const secret = new Uint8Array(32).fill(3);
    const signature = sign(utf8ToBytes('x'), secret);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    let s = [...signature.subarray(32)].reduceRight((sum, byte) => (sum << 8n) + BigInt(byte), 0n) + order;
    const again = signature.slice();
    for (let at = 32; at < 64; at += 1) {
      again[at] = Number(s & 0xffn);
      s >>= 8n;
    }
    expect(verifySignature(signature, utf8ToBytes('x'), publicKeyOf(secret))).toBe(true);
    expect(verifySignature(again, utf8ToBytes('x'), publicKeyOf(secret))).toBe(false);
  });

  it('reads a key once and then does with it what is done with a key each time', () => {
    const [secret, other] = [new Uint8Array(32).fill(3), new Uint8Array(32).fill(4)];
    const [signs, verifies, agrees] = [signerOf(secret), verifierOf(publicKeyOf(secret)), keyAgreementOf(secret)];
    for (const text of ['a', 'b'].map(utf8ToBytes)) {
      expect(signs(text)).toEqual(sign(text, secret));
      expect(verifies(sign(text, secret), text)).toBe(true);
      expect(verifies(sign(text, other), text)).toBe(false);
    }
    expect(agrees.publicKey).toEqual(agreementKeyOf(secret));
    expect(agrees.with(agreementKeyOf(other))).toEqual(x25519.getSharedSecret(secret, agreementKeyOf(other)));
    expect(agrees.with(new Uint8Array(32))).toBeUndefined();
    expect(verifierOf(new Uint8Array(31))(sign(utf8ToBytes('a'), secret), utf8ToBytes('a'))).toBe(false);
  });

  it('gives the same keyed hashes and derived keys', () => {
    fc.assert(
      fc.property(message, message, fc.string(), fc.nat(200), (key, text, info, length) => {
        expect(hmacSha256(key, text)).toEqual(hmac(nobleSha256, key, text));
        expect(deriveKey({ secret: text, salt: key, info }, length + 1)).toEqual(
          hkdf(nobleSha256, text, key, utf8ToBytes(info), length + 1),
        );
      }),
      { numRuns: 200 },
    );
    const longest = { secret: new Uint8Array(32), salt: new Uint8Array(), info: '' };
    expect(deriveKey(longest, 8_160)).toHaveLength(8_160);
    expect(() => deriveKey(longest, 8_161)).toThrow('longest');
  });

  it('hashes to the same at every length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (text) => {
        expect(sha256(text)).toEqual(nobleSha256(text));
      }),
      { numRuns: 100 },
    );
    expect(bytesToHex(sha256(new Uint8Array(1_000_000).fill(0x61)))).toBe(
      // FIPS 180-2, B.3: a million times the letter a.
      'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
    );
  });

  it('seals and opens as the noble library does, and opens nothing that was changed, cut or bound to another text', () => {
    fc.assert(
      fc.property(bytes(32), message, fc.string(), fc.nat(), (key, text, context, at) => {
        const box = seal(text, { key, context }, systemEntropy());
        const noble = xchacha20poly1305(key, box.subarray(0, 24), utf8ToBytes(context));
        expect(box.subarray(24)).toEqual(noble.encrypt(text));
        expect(unseal(box, { key, context })).toEqual(text);
        expect(unseal(box, { key, context: `${context}.` })).toBeUndefined();
        const changed = box.map((byte, index) => (index === at % box.length ? byte ^ 1 : byte));
        expect(unseal(changed, { key, context })).toBeUndefined();
        expect(unseal(box.subarray(0, at % box.length), { key, context })).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it('is XChaCha20-Poly1305 as draft-irtf-cfrg-xchacha-03 A.3.1 has it but for its context, which here is text', () => {
    const key = hexToBytes('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f');
    const nonce = hexToBytes('404142434445464748494a4b4c4d4e4f5051525354555657');
    const plain = utf8ToBytes(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    );
    const box = seal(plain, { key, context: '' }, { fill: (into) => void into.set(nonce) });
    expect(bytesToHex(box.subarray(24, 56))).toBe('bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb');
  });

  it('seals under keys of 32 bytes only', () => {
    for (const length of [0, 16, 31, 33, 64]) {
      expect(() => seal(utf8ToBytes('x'), { key: new Uint8Array(length), context: '' }, systemEntropy())).toThrow();
      expect(unseal(new Uint8Array(64), { key: new Uint8Array(length), context: '' })).toBeUndefined();
    }
  });
});
