import { assert, concatBytes, sha256, utf8ToBytes } from '../../base/index.ts';

/** A stream of numbers that its seed decides: the same archive for the same seed, on every machine. Not for secrets. */
export interface Random {
  /** An integer from 0 to `n` − 1, near enough uniform for `n` far below 2³². */
  below(n: number): number;
  /** An integer from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the values, each as often as its weight says. */
  weighted<T>(table: readonly (readonly [weight: number, value: T])[]): T;
  /** About normal (sum of twelve uniforms), rounded. */
  normal(mean: number, deviation: number): number;
  /** A 128-bit number in a UUID-derived UID (PS3.5 §B.2). */
  uid(): string;
}

const TWO_32 = 2 ** 32;

/** The stream of `seed`: SHA-256 of the seed's hash and a counter, 32 bits at a time. */
export function seeded(seed: string): Random {
  const next = words(sha256(utf8ToBytes(`sfumato generator 1\n${seed}`)));
  const unit = (): number => next() / TWO_32;
  const below = (n: number): number => Math.floor(unit() * n);
  const pick = <T>(list: readonly T[]): T => {
    const picked = list[below(list.length)];
    assert(picked !== undefined, 'lists to pick from hold something');
    return picked;
  };
  return {
    below,
    between: (from, to) => from + below(to - from + 1),
    chance: (p) => unit() < p,
    pick,
    weighted: (table) => weighted(table, unit()),
    normal(mean, deviation) {
      const twelve = Array.from({ length: 12 }, unit).reduce((sum, each) => sum + each, 0);
      return Math.round(mean + (twelve - 6) * deviation);
    },
    uid() {
      const number = [next(), next(), next(), next()].reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
      return `2.25.${number}`;
    },
  };
}

function words(key: Uint8Array): () => number {
  const counter = new Uint8Array(4);
  const counterView = new DataView(counter.buffer);
  let blocks = 0;
  let block: DataView = new DataView(new ArrayBuffer(0));
  let at = 0;
  return () => {
    if (at === block.byteLength) {
      counterView.setUint32(0, blocks);
      blocks += 1;
      const bytes = sha256(concatBytes(key, counter));
      block = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      at = 0;
    }
    const word = block.getUint32(at);
    at += 4;
    return word;
  };
}

function weighted<T>(table: readonly (readonly [number, T])[], unit: number): T {
  let left = unit * table.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, value] of table) {
    left -= weight;
    if (left < 0) {
      return value;
    }
  }
  const last = table.at(-1);
  assert(last !== undefined, 'tables to draw from hold something');
  return last[1];
}
