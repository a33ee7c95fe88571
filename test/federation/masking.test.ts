import { describe, expect, it } from 'vitest';
import { bytesToHex, randomBytes, systemEntropy } from '../../src/base/index.ts';
import { bitsFrom } from '../../src/privacy/laplace/coins.ts';
import { laplaceLaw, rational } from '../../src/privacy/laws.ts';
import { pairMasks } from '../../src/privacy/masking/pair-masks.ts';
import { noiseShare } from '../../src/privacy/shares/noise-share.ts';
import { atOnce } from '../privacy/at-once.ts';
import { chiSquareDeviate } from '../privacy/chi-square.ts';
import {
  evenDeviate,
  maskedVector,
  maskedWithoutNoise,
  parties,
  partOf,
  partsOf,
  sumOf,
} from '../privacy/masking-round.ts';
import { shareLaw } from '../privacy/share-masses.ts';

const entropy = systemEntropy();

function random(bits: number): bigint {
  return BigInt.asIntN(bits, BigInt(`0x${bytesToHex(randomBytes(entropy, 8))}`));
}

describe('sums of masked vectors', () => {
  it.each([2, 2, 2, 3])('are exact in 2,500 random rounds of %i sites', (count) => {
    for (let round = 0; round < 2_500; round += 1) {
      const parts = partsOf(parties(count, entropy), bytesToHex(randomBytes(entropy, 32)));
      const values = parts.map(() => Array.from({ length: 4 }, () => random(60)));
      const vectors = parts.map((part, at) => maskedWithoutNoise(values[at]!, pairMasks(part, 4)!, count));
      const expected = [0, 1, 2, 3].map((at) => values.reduce((sum, own) => sum + own[at]!, 0n));
      expect(sumOf(vectors)).toEqual(expected);
    }
  });

  it('are exact for twenty sites and a thousand bins', () => {
    const parts = partsOf(parties(20, entropy), bytesToHex(randomBytes(entropy, 32)), 7);
    const values = parts.map(() => Array.from({ length: 1_000 }, () => random(40)));
    const vectors = parts.map((part, at) => maskedWithoutNoise(values[at]!, pairMasks(part, 1_000)!, 20));
    const expected = values[0]!.map((_, at) => values.reduce((sum, own) => sum + own[at]!, 0n));
    expect(sumOf(vectors)).toEqual(expected);
  });
});

// A million elements; each of the eight bytes in 256 cells. A deviate above 6 rejects, α = 10⁻⁹ a byte.
describe('a million elements of one site’s vectors', () => {
  it('are even in every byte, whatever they hold, and never without masks', () => {
    const all = parties(3, entropy);
    const counts = Array.from({ length: 8 }, () => new Array<number>(256).fill(0));
    const values = Array.from({ length: 4_000 }, () => 5n);
    for (let round = 0; round < 250; round += 1) {
      const vector = maskedVector(values, partOf(all, 1, bytesToHex(randomBytes(entropy, 32))), { entropy });
      for (const value of vector) {
        for (let byte = 0; byte < 8; byte += 1) {
          const at = Number((value >> BigInt(8 * byte)) & 255n);
          counts[byte]![at] = counts[byte]![at]! + 1;
        }
      }
    }
    for (const cells of counts) {
      expect(evenDeviate(cells)).toBeLessThan(6);
    }
    const bare = new Array<number>(256).fill(0);
    for (const value of maskedWithoutNoise(values, new BigUint64Array(4_000), 3)) {
      const at = Number(value & 255n);
      bare[at] = bare[at]! + 1;
    }
    expect(evenDeviate(bare)).toBeGreaterThan(6);
  });
});

// χ² on n = 10⁶ shares; a deviate above 6 rejects, α = 10⁻⁹ a test. A shape off by 10 % and a missing share are rejected: their
// deviates are about 32 and 12.5 at the least, with a spread of 1.
describe('a million shares of noise', () => {
  it.each([
    [rational(2n, 1n), 2],
    [rational(4n, 1n), 13],
  ])(
    'of scale %o in %i parts have their law one by one and, so many together, the discrete Laplace law',
    (scale, parts) => {
      const drawing = noiseShare(scale, parts, bitsFrom(entropy));
      const draw = () => atOnce(drawing());
      const shares = Array.from({ length: 1_000_000 }, draw);
      expect(chiSquareDeviate(shares, shareLaw(scale, 1 / parts))).toBeLessThan(6);
      expect(chiSquareDeviate(shares, shareLaw(scale, 1.1 / parts))).toBeGreaterThan(6);
      const sums = (count: number): bigint[] =>
        Array.from({ length: Math.floor(shares.length / count) }, (_, at) =>
          shares.slice(at * count, (at + 1) * count).reduce((sum, one) => sum + one, 0n),
        );
      expect(chiSquareDeviate(sums(parts), laplaceLaw(scale))).toBeLessThan(6);
      expect(chiSquareDeviate(sums(parts - 1), laplaceLaw(scale))).toBeGreaterThan(6);
    },
  );
});
