import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure, isSfumatoError } from '../../src/base/index.ts';
import { type Bits, bigCoins, bitsFrom, type Coins, SMALL_MAX, smallCoins } from '../../src/privacy/laplace/coins.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { type Choose, evenly, explore } from './coin-tree.ts';
import { ONE, toDouble } from './fixed-point.ts';
import { noEntropy, tape } from './tape.ts';

/** Bits that the tree decides: every value of a run is a branch. */
function treeBits(choose: Choose): Bits {
  return { take: (count) => choose(evenly(2 ** count)) };
}

const KINDS: readonly (readonly [string, (bits: Bits) => Coins<number>])[] = [
  ['small integers', smallCoins],
  ['any integers', (bits) => asNumbers(bigCoins(bits))],
];

function asNumbers(coins: Coins<bigint>): Coins<number> {
  return {
    below: (n) => Number(coins.below(BigInt(n))),
    chance: (u, t) => coins.chance(BigInt(u), BigInt(t)),
    oneIn: coins.oneIn,
  };
}

describe.each(KINDS)('coins for %s, every bit enumerated', (_, make) => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 16, 17, 31])('are uniform below %d, exactly', (n) => {
    const { masses, residual } = explore((choose) => make(treeBits(choose)).below(n), 5e-5);
    const [first = 0n] = masses.values();
    expect([...masses.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, at) => at));
    expect([...masses.values()].every((mass) => mass === first)).toBe(true);
    // What was cut off would be shared in the same way.
    expect(first * BigInt(n) + residual).toBe(ONE);
    expect(toDouble(residual)).toBeLessThan(0.2);
  });

  it.each([
    [0, 5],
    [1, 2],
    [3, 7],
    [6, 7],
    [7, 7],
    [5, 8],
  ])('land with probability %d/%d, exactly', (u, t) => {
    const { masses, residual } = explore((choose) => make(treeBits(choose)).chance(u, t), 2e-3);
    expect((masses.get(true) ?? 0n) * BigInt(t)).toBe((ONE - residual) * BigInt(u));
  });

  it('catch a planted bias: the remainder instead of rejection', () => {
    const { masses } = explore((choose) => treeBits(choose).take(3) % 5, 1e-3);
    expect(new Set(masses.values()).size).toBeGreaterThan(1);
  });
});

describe('coins', () => {
  it('never take an empty range, nor one too large for them', () => {
    const bits = bitsFrom(seededEntropy(1));
    expect(() => smallCoins(bits).below(0)).toThrow(AssertionFailure);
    expect(() => smallCoins(bits).below(SMALL_MAX + 1)).toThrow(AssertionFailure);
    expect(() => bigCoins(bits).below(0n)).toThrow(AssertionFailure);
  });

  it('stay in range and reach both ends of it, at the widest', () => {
    const small = smallCoins(bitsFrom(seededEntropy(2)));
    const wide = Array.from({ length: 2_000 }, () => small.below(SMALL_MAX));
    expect(Math.min(...wide)).toBeLessThan(SMALL_MAX / 100);
    expect(Math.max(...wide)).toBeGreaterThan(SMALL_MAX * 0.99);
    expect(wide.every((value) => value >= 0 && value < SMALL_MAX)).toBe(true);
  });

  it('join the bits of a wide range without gap or overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), (width, seed) => {
        const drawn = bigCoins(bitsFrom(seededEntropy(seed))).below(2n ** BigInt(width));
        const again = bitsFrom(seededEntropy(seed));
        let joined = '';
        for (let left = width; left > 0; left -= 30) {
          const count = Math.min(left, 30);
          joined += again.take(count).toString(2).padStart(count, '0');
        }
        expect(drawn).toBe(BigInt(`0b${joined}`));
      }),
    );
  });
});

describe('bits', () => {
  it('are those of the entropy, each given out at most once', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1_024, maxLength: 1_024 }),
        fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 1, maxLength: 200 }),
        (bytes, counts) => {
          const bits = bitsFrom(tape(bytes));
          const words = new DataView(bytes.buffer, bytes.byteOffset);
          let [word, at] = [0, 32];
          for (const count of counts) {
            // A run that doesn't fit the rest of its word starts the next one.
            [word, at] = at + count > 32 ? [word + 1, 0] : [word, at];
            const whole = word === 0 ? 0n : BigInt(words.getUint32((word - 1) * 4, true));
            expect(BigInt(bits.take(count))).toBe((whole >> BigInt(at)) & (2n ** BigInt(count) - 1n));
            at += count;
          }
        },
      ),
    );
  });

  it('fail when the entropy fails, again and again', () => {
    const bits = bitsFrom(noEntropy);
    for (let tries = 0; tries < 3; tries += 1) {
      expect(() => bits.take(1)).toThrow(expect.toSatisfy((error) => isSfumatoError(error, 'entropy-failed')));
    }
  });
});
