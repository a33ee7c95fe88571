import type { Entropy } from '../../src/base/index.ts';

/** All chance of a simulation, from one seed: the same seed gives the same throws. The generator is sfc32 (C. Doty-Humphrey). */
export class Dice {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, stream: number) {
    this.#a = seed >>> 0;
    this.#b = stream >>> 0;
    this.#c = Math.floor(seed / 2 ** 32) >>> 0;
    for (let round = 0; round < 15; round += 1) {
      this.word();
    }
  }

  /** A whole number of 32 bits. */
  word(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** A whole number from 0 to `most`. */
  upTo(most: number): number {
    return this.word() % (most + 1);
  }

  chance(probability: number): boolean {
    return this.word() < probability * 2 ** 32;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.upTo(list.length - 1)]!;
  }

  /** Bytes for the code under test; no secret. */
  entropy(): Entropy {
    return {
      fill: (target) => {
        for (let at = 0; at < target.length; at += 4) {
          const word = this.word();
          for (let byte = 0; byte < 4 && at + byte < target.length; byte += 1) {
            target[at + byte] = word >>> (8 * byte);
          }
        }
      },
    };
  }
}
