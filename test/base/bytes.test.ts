import { assert as check, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesToHex,
  fromBase64,
  fromBase64Url,
  hexToBytes,
  toBase64,
  toBase64Url,
  withoutEnd,
} from '../../src/base/index.ts';

const LONG = 200_000;

describe('what a text ends in', () => {
  it('is left out, to the last letter that isn’t of it', () => {
    expect(withoutEnd('\r\na\r\nb\r\n\n\r', '\r\n')).toBe('\r\na\r\nb');
    expect([withoutEnd('==', '='), withoutEnd('a', '='), withoutEnd('', '=')]).toEqual(['', 'a', '']);
  });

  it('is looked for in one pass, also in base64 that another party sends', () => {
    const beganMs = performance.now();
    expect(fromBase64(`${'='.repeat(LONG)}A`)).toBeUndefined();
    expect(performance.now() - beganMs).toBeLessThan(5_000);
  });
});

describe('bytes as text', () => {
  it('are what Node writes, and are read back', () => {
    check(
      property(uint8Array({ maxLength: 100 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(bytesToHex(bytes)).toBe(buffer.toString('hex'));
        expect(toBase64Url(bytes)).toBe(buffer.toString('base64url'));
        expect(toBase64(bytes)).toBe(buffer.toString('base64'));
        expect(hexToBytes(bytesToHex(bytes))).toEqual(bytes);
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  it('are written whole, however many they are', () => {
    const bytes = new Uint8Array(3_000_001).fill(0xfb);
    expect(bytesToHex(bytes)).toBe('fb'.repeat(bytes.length));
    expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
  });
});
