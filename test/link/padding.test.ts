import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { padded, unpadded } from '../../src/link/message/padding.ts';

const part = fc.uint8Array({ maxLength: 1_100 });

describe('a laid out message', () => {
  it('is read as it was laid out', () => {
    fc.assert(
      fc.property(part, part, (text, attached) => {
        expect(unpadded(padded({ text, attached }) ?? new Uint8Array())).toEqual({ text, attached });
      }),
    );
  });

  it('is not read when one byte of its filling is another, wherever that is', () => {
    const bytes = padded({ text: Uint8Array.of(1, 2, 3), attached: Uint8Array.of(4) }) ?? new Uint8Array();
    for (const value of [1, 255]) {
      for (let at = 12; at < bytes.length; at += 1) {
        expect(unpadded(bytes.with(at, value))).toBeUndefined();
      }
    }
    expect(unpadded(bytes.fill(7, 12))).toBeUndefined();
  });

  it('may be full to the last byte', () => {
    const text = new Uint8Array(1_024 - 8).fill(9);
    const bytes = padded({ text, attached: new Uint8Array() });
    expect(bytes).toHaveLength(1_024);
    expect(unpadded(bytes ?? new Uint8Array())?.text).toEqual(text);
  });
});
