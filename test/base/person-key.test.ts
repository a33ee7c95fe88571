import { describe, expect, it } from 'vitest';
import {
  formatPersonKey,
  hasExpired,
  parsePersonKey,
  randomBytes,
  stretch,
  systemEntropy,
  toBase64Url,
} from '../../src/base/index.ts';

const entropy = systemEntropy();
const secretKey = randomBytes(entropy, 32);
const PASSPHRASE = 'seven grey herons';
const sealed = formatPersonKey({ secretKey, expires: '2027-11-26' }, PASSPHRASE, entropy);

describe('a person’s key file', () => {
  it('opens by its passphrase alone', () => {
    const file = parsePersonKey(sealed);
    expect(file).toMatchObject({ isSealed: true, expires: '2027-11-26' });
    expect(file?.open(PASSPHRASE)).toEqual({ secretKey, expires: '2027-11-26' });
    expect(file?.open('seven grey heron')).toBeUndefined();
    expect(sealed).not.toContain(toBase64Url(secretKey));
  });

  it('opens no more once a word of it was changed: its last day, its public key, its box', () => {
    const [, , , , day = '', publicKey = ''] = sealed.trimEnd().split(' ');
    const other = parsePersonKey(formatPersonKey({ secretKey: randomBytes(entropy, 32) }, undefined, entropy));
    for (const [from, to] of [
      [day, '2037-11-26'],
      [day, '-'],
      [publicKey, other?.publicKey ?? ''],
    ] as const) {
      expect(parsePersonKey(sealed.replace(from, to))?.open(PASSPHRASE)).toBeUndefined();
    }
    expect(parsePersonKey(sealed.replace(/.{5}\n$/, 'AAAA\n'))?.open(PASSPHRASE)).toBeUndefined();
  });

  it('is read in the clear too, as the first version wrote it', () => {
    const plain = formatPersonKey({ secretKey }, undefined, entropy);
    expect(plain).toBe(`sfumato-secret-key v1 analyst ${toBase64Url(secretKey)}\n`);
    expect(parsePersonKey(plain)?.open('')).toEqual({ secretKey, expires: undefined });
    const dated = formatPersonKey({ secretKey, expires: '2027-01-31' }, undefined, entropy);
    expect(parsePersonKey(dated)).toMatchObject({ isSealed: false, expires: '2027-01-31' });
  });

  it.each([
    '',
    'sfumato-secret-key v1 seal AAAA',
    'sfumato-secret-key v2 analyst scrypt-1-1-1 - AAAA AAAA',
    'sfumato-secret-key v2 analyst plain 2027-02-31 AAAA',
    'sfumato-secret-key v1 analyst AAAA',
  ])('is nothing else: %s', (text) => {
    expect(parsePersonKey(text)).toBeUndefined();
  });

  it('signs to the end of its last day', () => {
    const end = Date.parse('2027-11-27T00:00:00Z');
    expect(hasExpired({ expires: '2027-11-26' }, end - 1)).toBe(false);
    expect(hasExpired({ expires: '2027-11-26' }, end)).toBe(true);
    expect(hasExpired({}, end)).toBe(false);
  });
});

describe('stretching a passphrase', () => {
  it('gives what another scrypt gives, and does not depend on how accents are typed', () => {
    const salt = new TextEncoder().encode('NaCl');
    // Python 3.11, hashlib.scrypt(b'password', salt=b'NaCl', n=2**17, r=8, p=1, dklen=32, maxmem=2**28).
    expect(Buffer.from(stretch('password', salt)).toString('hex')).toBe(
      'c2071233af7bbe61585462b1f1e38324299497e9114e275b595b925b38323267',
    );
    expect(stretch('h\u00e9ron', salt)).toEqual(stretch('he\u0301ron', salt));
  });
});
