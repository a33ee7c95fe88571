import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyTable } from '../../src/warehouse/key-table.ts';

// Few distinct words, so that keys share their first ones and collide often.
const word = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const key = fc.tuple(word, word, word, word);
const entry = fc.tuple(key, fc.integer({ min: 1, max: 2 ** 32 - 1 }));

it('holds the last number of every key, and 0 for any other', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 300 }), fc.array(key, { maxLength: 30 }), (entries, others) => {
      const table = new KeyTable();
      const plain = new Map<string, number>();
      for (const [words, number] of entries) {
        table.set(Uint32Array.from(words), number);
        plain.set(words.join(), number);
      }
      for (const words of [...entries.map(([words]) => words), ...others]) {
        expect(table.get(Uint32Array.from(words))).toBe(plain.get(words.join()) ?? 0);
      }
    }),
  );
});

it('loses nothing while it grows, from whatever size', () => {
  for (const expected of [0, 5_000]) {
    const table = new KeyTable(expected);
    // A thousand keys to each first word, and zero among the keys.
    const keyOf = (at: number) => Uint32Array.of(at % 20, 0, at >> 3, at);
    for (let at = 0; at < 20_000; at += 1) {
      table.set(keyOf(at), at + 1);
    }
    const numbers = Array.from({ length: 20_000 }, (_, at) => table.get(keyOf(at)));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    expect(table.get(keyOf(20_000))).toBe(0);
  }
});
