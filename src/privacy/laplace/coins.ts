import { assert, type Entropy } from '../../base/index.ts';

/** Fair, independent bits, each given out at most once. */
export interface Bits {
  /** An integer uniform on 0 … 2^count − 1, count from 0 to 31. @throws SfumatoError `entropy-failed`. */
  take(count: number): number;
}

/** Everything that the sampler asks of chance, for small integers (`number`) or any (`bigint`). Tests enumerate it. */
export interface Coins<Integer extends number | bigint> {
  /** Uniform on 0 … n − 1, n ≥ 1. */
  below(n: Integer): Integer;
  /** Bernoulli(u/t), 0 ≤ u ≤ t, t ≥ 1. */
  chance(u: Integer, t: Integer): boolean;
  /** Bernoulli(1/k), k ≥ 1. */
  oneIn(k: number): boolean;
}

/** Coins that also land with the probability of an exponential. */
export interface ExponentialCoins<Integer extends number | bigint> extends Coins<Integer> {
  /** Bernoulli(e^{−u/t}), 0 ≤ u ≤ t, t ≥ 1. */
  exponential(u: Integer, t: Integer): boolean;
}

/** The largest n of `smallCoins`: what 31 bits count. */
export const SMALL_MAX = 2 ** 31;

const BUFFER_BYTES = 1_024;
const WORD_BYTES = 4;
const WORD_BITS = 32;
const CHUNK_BITS = 30;

/** Bits of `entropy`, read ahead 1 KiB at a time; used bytes are overwritten at once. */
export function bitsFrom(entropy: Entropy): Bits {
  const buffer = new Uint8Array(BUFFER_BYTES);
  const words = new DataView(buffer.buffer);
  let next = BUFFER_BYTES;
  let held = 0;
  let left = 0;
  return Object.freeze({
    take(count: number): number {
      // Step A: every bit of the buffer is given out at most once; what is left of a word too short is thrown away.
      if (left < count) {
        if (next === BUFFER_BYTES) {
          entropy.fill(buffer);
          next = 0;
        }
        held = words.getInt32(next, true);
        words.setInt32(next, 0);
        next += WORD_BYTES;
        left = WORD_BITS;
      }
      const value = held & ((1 << count) - 1);
      held >>>= count;
      left -= count;
      return value;
    },
  });
}

/** Coins for integers up to `SMALL_MAX`. */
export function smallCoins(bits: Bits): Coins<number> {
  const below = (n: number): number => {
    assert(n >= 1 && n <= SMALL_MAX, 'a small range holds 1 to 2³¹ integers');
    // Step B: as many bits as n − 1 has; a value of n or more is thrown away and all of them are drawn anew.
    const width = WORD_BITS - Math.clz32(n - 1);
    let value = bits.take(width);
    while (value >= n) {
      value = bits.take(width);
    }
    return value;
  };
  return Object.freeze({
    below,
    // Step C: a uniform integer below t is below u with probability u/t.
    chance: (u: number, t: number) => u >= t || below(t) < u,
    oneIn: (k: number) => below(k) === 0,
  });
}

/** Coins for integers of any size. */
export function bigCoins(bits: Bits): Coins<bigint> {
  const below = (n: bigint): bigint => {
    assert(n >= 1n, 'a range holds at least one integer');
    // Step B: the same, with bits drawn in chunks.
    const width = n === 1n ? 0 : (n - 1n).toString(2).length;
    let value = wide(bits, width);
    while (value >= n) {
      value = wide(bits, width);
    }
    return value;
  };
  return Object.freeze({
    below,
    // Step C: the same.
    chance: (u: bigint, t: bigint) => u >= t || below(t) < u,
    oneIn: smallCoins(bits).oneIn,
  });
}

function wide(bits: Bits, width: number): bigint {
  let value = 0n;
  for (let left = width; left > 0; left -= CHUNK_BITS) {
    const count = Math.min(left, CHUNK_BITS);
    value = (value << BigInt(count)) | BigInt(bits.take(count));
  }
  return value;
}

/** Adds the exponential coin: Canonne, Kamath, Steinke 2020, Algorithm 1, for γ = u/t ≤ 1. */
export function withExponential<Integer extends number | bigint>(coins: Coins<Integer>): ExponentialCoins<Integer> {
  return Object.freeze({
    ...coins,
    exponential(u: Integer, t: Integer): boolean {
      // Step D: count k while Bernoulli(γ/k) lands; γ/k is 1/k and γ at once. Odd counts make 1 − γ + γ²/2! − … = e^{−γ}.
      let k = 1;
      while (coins.oneIn(k) && coins.chance(u, t)) {
        k += 1;
      }
      return k % 2 === 1;
    },
  });
}
