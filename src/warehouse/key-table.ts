import { assert } from '../base/index.ts';

// A map from 128-bit keys to small numbers in one typed array: millions of keys at 20 bytes a slot, which no Map of texts comes
// near. Keys are outputs of keyed hashes, so their first bits spread them evenly and nobody can choose them to collide.

/** A 128-bit key: four 32-bit words, the highest first. */
export type KeyWords = Uint32Array<ArrayBuffer>;

const WORDS = 4;
const SLOT = WORDS + 1; // its number, then its key; 0 for an empty slot
const SLOTS_MIN = 1_024;
const FILLED_MAX = 0.8;

/** Keys with a number from 1 to 2^32 − 1 each. */
export class KeyTable {
  #slots: number;
  #table: Uint32Array<ArrayBuffer>;
  #size = 0;

  /** An empty table with room for `keys` keys; it grows when there are more. */
  constructor(keys = 0) {
    this.#slots = Math.max(SLOTS_MIN, Math.ceil((keys * 1.25) / FILLED_MAX));
    this.#table = new Uint32Array(this.#slots * SLOT);
  }

  /** The number of a key, or 0 for one that isn't there. */
  get(key: KeyWords): number {
    return this.#table[this.#slotOf(key, 0)] ?? 0;
  }

  /** Gives a key its number, in place of an earlier one. @throws AssertionFailure for a number out of range. */
  set(key: KeyWords, number: number): void {
    assert(number >= 1 && number < 2 ** 32, 'a key’s number is from 1 to 2^32 − 1');
    const at = this.#slotOf(key, 0);
    if (this.#table[at] === 0) {
      this.#size += 1;
    }
    this.#table[at] = number;
    this.#table.set(key, at + 1);
    if (this.#size > this.#slots * FILLED_MAX) {
      this.#grow();
    }
  }

  /** Where the key that stands in `words` at `from` is, or the empty slot where it would be put. */
  #slotOf(words: Uint32Array, from: number): number {
    const table = this.#table;
    const first = words[from] ?? 0;
    for (let slot = first % this.#slots; ; slot = slot + 1 === this.#slots ? 0 : slot + 1) {
      const at = slot * SLOT;
      const same =
        table[at + 1] === first &&
        table[at + 2] === words[from + 1] &&
        table[at + 3] === words[from + 2] &&
        table[at + 4] === words[from + 3];
      if (same || table[at] === 0) {
        return at;
      }
    }
  }

  #grow(): void {
    const before = this.#table;
    this.#slots *= 2;
    this.#table = new Uint32Array(this.#slots * SLOT);
    for (let from = 0; from < before.length; from += SLOT) {
      if (before[from] !== 0) {
        const at = this.#slotOf(before, from + 1);
        for (let word = 0; word < SLOT; word += 1) {
          this.#table[at + word] = before[from + word] ?? 0;
        }
      }
    }
  }
}

/** The value of each hex digit by its character code; 255 elsewhere. Capitals are no digits here. */
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(code));
  return value < 0 ? 255 : value;
});

/** Reads 32 lower-case hex digits into a key. @throws AssertionFailure for any other text. */
export function readKey(text: string, key: KeyWords): void {
  assert(text.length === 32, 'a pseudonym is 32 lower-case hex digits');
  let wrong = 0;
  for (let word = 0; word < WORDS; word += 1) {
    let value = 0;
    for (let at = word * 8; at < word * 8 + 8; at += 1) {
      const digit = DIGITS[text.charCodeAt(at)] ?? 255;
      wrong |= digit & 240;
      value = (value << 4) | digit;
    }
    key[word] = value;
  }
  assert(wrong === 0, 'a pseudonym is 32 lower-case hex digits');
}
