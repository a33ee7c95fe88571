import { describe, expect, it } from 'vitest';
import { agreementKeyOf, bytesToHex, deriveKey, hexToBytes, keyAgreementOf } from '../../src/base/index.ts';

const NONE = new Uint8Array();

describe('key agreement', () => {
  it('is X25519 as RFC 7748 §6.1 has it', () => {
    const alice = hexToBytes('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a');
    const bob = hexToBytes('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
    expect(bytesToHex(agreementKeyOf(alice))).toBe('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
    expect(bytesToHex(agreementKeyOf(bob))).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
    const shared = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';
    expect(bytesToHex(keyAgreementOf(alice).with(agreementKeyOf(bob)) ?? NONE)).toBe(shared);
    expect(bytesToHex(keyAgreementOf(bob).with(agreementKeyOf(alice)) ?? NONE)).toBe(shared);
  });

  it('has no secret in common with a key of small order, or of another length', () => {
    const agreement = keyAgreementOf(new Uint8Array(32).fill(7));
    expect(agreement.with(new Uint8Array(32))).toBeUndefined();
    expect(agreement.with(Uint8Array.of(1, ...new Uint8Array(31)))).toBeUndefined();
    expect(agreement.with(new Uint8Array(31).fill(9))).toBeUndefined();
  });
});

describe('derivation', () => {
  it('is HKDF-SHA256 as RFC 5869 A.3 has it', () => {
    const secret = new Uint8Array(22).fill(0x0b);
    const derived = deriveKey({ secret, salt: NONE, info: '' }, 42);
    expect(bytesToHex(derived)).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    );
  });
});
