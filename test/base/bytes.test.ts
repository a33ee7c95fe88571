import { assert as check, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToHex, fromBase64Url, hexToBytes, toBase64, toBase64Url } from '../../src/base/index.ts';

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
      }),
    );
  });

  it('are written whole, however many they are', () => {
    const bytes = new Uint8Array(3_000_001).fill(0xfb);
    expect(bytesToHex(bytes)).toBe('fb'.repeat(bytes.length));
    expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
  });
});
