import { createHash } from 'node:crypto';

/** Numbers that follow from a seed and a label alone. */
export interface Random {
  /** 0 to n − 1. */
  below(n: number): number;
  /** Both ends included. */
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  /** `n` decimal digits, the first of which isn't 0. */
  digits(n: number): string;
  shuffled<T>(list: readonly T[]): T[];
}

/** A stream of its own for each label, so that a new draw in one place moves nothing in another (sfc32 after SHA-256). */
export function seeded(seed: number, label: string): Random {
  const next = stream(createHash('sha256').update(`${seed} ${label}`).digest());
  const below = (n: number): number => Math.floor((next() / 2 ** 32) * n);
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    pick: (list) => list[below(list.length)]!,
    chance: (probability) => next() < probability * 2 ** 32,
    digits: (n) => `${1 + below(9)}${Array.from({ length: n - 1 }, () => below(10)).join('')}`,
    shuffled(list) {
      const left = [...list];
      return list.map(() => left.splice(below(left.length), 1)[0]!);
    },
  };
}

function stream(seed: Buffer): () => number {
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => seed.readUInt32LE(at) | 0) as [number, number, number, number];
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
}
