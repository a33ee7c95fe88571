import { describe, expect, it } from 'vitest';
import { AssertionFailure, systemEntropy } from '../../src/base/index.ts';
import { bitsFrom } from '../../src/privacy/laplace/coins.ts';
import { rational, shareHalfWidth, shareNoiseSum } from '../../src/privacy/laws.ts';
import { toNumber } from '../../src/privacy/rational.ts';
import { noiseShare } from '../../src/privacy/shares/noise-share.ts';
import { atOnce } from './at-once.ts';
import { lossOf, shareLaw, shareMasses } from './share-masses.ts';
import { halfWidth } from './widths.ts';

describe('the half-width for a roster’s shares', () => {
  it.each([
    [rational(1n, 1n), 2, 3],
    [rational(2n, 1n), 3, 5],
    [rational(10n, 3n), 5, 8],
    [rational(25n, 1n), 7, 10],
    [rational(25n, 1n), 13, 20],
    [rational(1n, 2n), 2, 2],
    [rational(40n, 1n), 2, 60],
  ])('with scale %o, %i parts and %i shares is the smallest one of the law, term by term', (scale, parts, count) => {
    const law = shareLaw(scale, count / parts);
    const outside = (w: number): number => 2 * law.upperTail(w);
    for (const alpha of ['0.3', '0.05', '0.01', '0.0001', '0.000001']) {
      const w = Number(shareHalfWidth({ scale, parts, count }, { alpha }));
      expect(outside(w)).toBeLessThanOrEqual(Number(alpha));
      expect(w === 0 || outside(w - 1) > Number(alpha) * (1 - 1e-5)).toBe(true);
    }
  });

  it('is that of one draw when the shares are just one draw', () => {
    for (const b of [1n, 3n, 50n, 3_000n]) {
      const scale = rational(b, 1n);
      expect(shareHalfWidth({ scale, parts: 5, count: 5 }, { alpha: '0.05' })).toBe(
        halfWidth([scale], { alpha: '0.05' }),
      );
    }
  });

  it('says the same in other units, however wide: never narrower, and hardly wider', () => {
    const of = (b: bigint): number =>
      Number(shareHalfWidth({ scale: rational(b, 1n), parts: 2, count: 3 }, { alpha: '0.05' })) / Number(b);
    for (const b of [10n ** 7n, 10n ** 10n, 10n ** 13n]) {
      expect(of(b) / of(2_000n)).toBeGreaterThan(0.9997);
      expect(of(b) / of(2_000n)).toBeLessThan(1.0001);
    }
  });

  it('is refused for less than a whole draw', () => {
    expect(() => shareHalfWidth({ scale: rational(1n, 1n), parts: 3, count: 2 }, { alpha: '0.05' })).toThrow(
      AssertionFailure,
    );
  });

  it('covers real sums as often as it says: n = 20,000, α = 10⁻⁹, and a narrower one is rejected', () => {
    const sum = { scale: rational(5n, 1n), parts: 5, count: 8 };
    const w = Number(shareHalfWidth(sum, { alpha: '0.05' }));
    const exact = 2 * shareLaw(sum.scale, sum.count / sum.parts).upperTail(w);
    const drawing = noiseShare(sum.scale, sum.parts, bitsFrom(systemEntropy()));
    const draw = () => atOnce(drawing());
    const n = 20_000;
    const found = Array.from({ length: n }, () => {
      let total = 0n;
      for (let share = 0; share < sum.count; share += 1) {
        total += draw();
      }
      return Math.abs(Number(total));
    });
    const deviate = (half: number): number =>
      (found.filter((one) => one > half).length - n * exact) / Math.sqrt(n * exact * (1 - exact));
    expect(Math.abs(deviate(w))).toBeLessThan(6.2);
    expect(deviate(Math.floor(w * 0.8))).toBeGreaterThan(6.2);
  });
});

describe('what is known of a sum of shares', () => {
  it('is its variance and characteristic function, as summed over the law', () => {
    for (const [scale, parts, count] of [
      [rational(3n, 1n), 2, 3],
      [rational(10n, 3n), 5, 8],
    ] as const) {
      const sum = shareNoiseSum({ scale, parts, count });
      const masses = shareMasses(toNumber(scale), count / parts, 300);
      const over = (of: (x: number) => number): number =>
        masses.reduce((total, mass, x) => total + (x === 0 ? 1 : 2) * mass * of(x), 0);
      expect(sum.variance).toBeCloseTo(
        over((x) => x * x),
        8,
      );
      expect(sum.characteristic(0.7)).toBeCloseTo(
        over((x) => Math.cos(0.7 * x)),
        10,
      );
      expect(sum.within(0.05)).toBe(shareHalfWidth({ scale, parts, count }, { alpha: 0.05 }));
    }
  });

  it('is for 8 sites and a third of colluders at ε = 1 a deviation of 1.72, where noise of their own has 3.84', () => {
    const scale = rational(1n, 1n);
    expect(Math.sqrt(shareNoiseSum({ scale, parts: 5, count: 8 }).variance)).toBeCloseTo(1.72, 2);
    expect(Math.sqrt(shareNoiseSum({ scale, parts: 1, count: 8 }).variance)).toBeCloseTo(3.84, 2);
  });
});

// By convolution of exact masses: the most that one step changes the log-probability of any outcome.
describe('the privacy loss of shares', () => {
  it.each([
    [0.1, 3, 3],
    [0.1, 3, 5],
    [0.5, 5, 5],
    [0.5, 5, 8],
    [1, 2, 2],
    [1, 13, 13],
  ])('with a = %d, %i parts and %i honest sites is a for every step', (a, parts, honest) => {
    for (const steps of [1, 2, 5]) {
      expect(lossOf(1 / a, honest / parts, steps)).toBeLessThanOrEqual(a * steps + 1e-9);
    }
  });

  it.each([
    [0.1, [0.1, 0.212, 0.606, 1.152]],
    [0.5, [0.5, 0.688, 1.138, 1.658]],
    [1, [1, 1.212, 1.675, 2.189]],
  ])('at a = %d grows as the table of Harrison and Manurangsi’s formula says when noise is missing', (a, losses) => {
    const found = [1, 0.8, 0.5, 0.3].map((shape) => lossOf(1 / a, shape, 1));
    found.forEach((loss, at) => {
      expect(loss).toBeCloseTo(losses[at]!, 2);
    });
  });

  it('is 0.21 instead of 0.1 where 5 sites count on all 5 and one colludes; with the margin it stays 0.1', () => {
    expect(lossOf(10, 4 / 5, 1)).toBeCloseTo(0.212, 3);
    expect(lossOf(10, 3 / 3, 1)).toBeLessThanOrEqual(0.1 + 1e-9);
  });
});
