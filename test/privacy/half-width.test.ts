import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure, systemEntropy } from '../../src/base/index.ts';
import { parseEpsilon, scaleOf } from '../../src/privacy/index.ts';
import { bitsFrom } from '../../src/privacy/laplace/coins.ts';
import { discreteLaplace } from '../../src/privacy/laplace/discrete-laplace.ts';
import { laplaceLaw, type Rational, rational } from '../../src/privacy/laws.ts';
import { expMinus, ONE } from './fixed-point.ts';
import { convolvedWidth, halfWidth } from './widths.ts';

function countScale(epsilon: string): Rational {
  return scaleOf({ sensitivity: 1n, nanoEpsilon: parseEpsilon(epsilon) ?? 0n });
}

function sites(b: bigint, count: number): readonly Rational[] {
  return Array.from({ length: count }, () => rational(b, 1n));
}

/** P(|ΣX| > w) by convolving the masses as defined, term by term, up to `reach`. */
function outsideOf(scales: readonly Rational[], reach: number): (w: number) => number {
  let sum = new Float64Array(2 * reach + 1);
  sum[reach] = 1;
  for (const law of scales.map(laplaceLaw)) {
    const masses = Float64Array.from({ length: 2 * reach + 1 }, (_, at) => law.pmf(at - reach));
    sum = Float64Array.from(sum, (_, at) => {
      let mass = 0;
      for (let other = Math.max(0, at - reach); other <= Math.min(2 * reach, at + reach); other += 1) {
        mass += (sum[other] ?? 0) * (masses[at - other + reach] ?? 0);
      }
      return mass;
    });
  }
  const upper = Float64Array.from({ length: reach + 2 }, () => 0);
  for (let w = reach; w >= 0; w -= 1) {
    upper[w] = (upper[w + 1] ?? 0) + (sum[reach + w + 1] ?? 0);
  }
  return (w) => 2 * (upper[w] ?? 0);
}

describe('the half-width for one site', () => {
  it.each([
    ['0.05', 60n, 92n],
    ['0.1', 30n, 46n],
    ['0.25', 12n, 18n],
    ['0.5', 6n, 9n],
    ['1', 3n, 4n],
    ['2', 1n, 2n],
  ])('of a count with ε = %s is %s for 95 in 100 and %s for 99', (epsilon, at95, at99) => {
    expect(halfWidth([countScale(epsilon)], { confidence: '0.95' })).toBe(at95);
    expect(halfWidth([countScale(epsilon)], { alpha: '0.01' })).toBe(at99);
  });

  it.each([
    [180n, '0.05', 539n],
    [180n, '0.01', 829n],
    [360n, '0.05', 1_078n],
    [7_200n, '0.05', 21_569n],
    [14_400n, '0.05', 43_139n],
    [28_800n, '0.05', 86_277n],
  ])('for b = %s at α = %s is the whole part %s of what OpenDP prints', (b, alpha, w) => {
    expect(halfWidth([rational(b, 1n)], { alpha })).toBe(w);
  });

  it('is never too narrow, and the smallest such for b up to a million, by integer arithmetic of 80 digits', () => {
    const scales = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n }));
    fc.assert(
      fc.property(scales, fc.bigInt({ min: 1n, max: 999_999_999n }), ([t, s], nano) => {
        const w = halfWidth([rational(t, s)], { alpha: rational(nano, 10n ** 9n) });
        const isEnough = (at: bigint): boolean =>
          2n * expMinus((at + 1n) * s, t) * 10n ** 9n <= nano * (ONE + expMinus(s, t));
        expect(isEnough(w)).toBe(true);
        // Room for the rounding of doubles shows once 10⁻¹² of b is near a unit.
        const room = t / s > 1_000_000n ? 2n : 0n;
        expect(w <= room || !isEnough(w - 1n - room)).toBe(true);
      }),
    );
  });
});

describe('the half-width for several sites', () => {
  it.each([
    [1n, [3n, 4n, 5n, 6n, 9n]],
    [2n, [6n, 8n, 10n, 13n, 18n]],
    [10n, [30n, 41n, 50n, 63n, 89n]],
  ])('with b = %s each is %s for 1, 2, 3, 5 and 10 of them', (b, widths) => {
    expect([1, 2, 3, 5, 10].map((count) => halfWidth(sites(b, count), { alpha: '0.05' }))).toEqual(widths);
  });

  it('is the one of the convolution term by term, for scales that differ', () => {
    const scale = fc
      .tuple(fc.bigInt({ min: 1n, max: 30n }), fc.bigInt({ min: 1n, max: 10n }))
      .map(([t, s]) => rational(t, s));
    const lists = fc.array(scale, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lists, fc.constantFrom('0.3', '0.05', '0.01', '0.001'), (scales, alpha) => {
        const spread = Math.sqrt(scales.reduce((sum, one) => sum + laplaceLaw(one).variance, 0));
        const outside = outsideOf(scales, Math.ceil(14 * spread) + 30);
        const w = Number(halfWidth(scales, { alpha }));
        expect(outside(w)).toBeLessThanOrEqual(Number(alpha) * (1 + 1e-10));
        expect(w === 0 || outside(w - 1) > Number(alpha) * (1 - 1e-7)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('is the closed form when all sites but one have no noise to speak of', () => {
    const still = rational(1n, 1_000n);
    for (const b of [1n, 10n, 1_000n]) {
      expect(halfWidth([rational(b, 1n), still, still], { alpha: '0.05' })).toBe(
        halfWidth(sites(b, 1), { alpha: '0.05' }),
      );
    }
  });

  it('never depends on the order of the sites', () => {
    const scales = [rational(1n, 2n), rational(300n, 7n), rational(20n, 1n), rational(5n, 1n), rational(90n, 1n)];
    expect(halfWidth([...scales].reverse(), { alpha: '0.01' })).toBe(halfWidth(scales, { alpha: '0.01' }));
  });

  it('is never that of a normal law: z·sd is too narrow at small α', () => {
    const [b, z] = [10n, 3.2905];
    const deviation = Math.sqrt(laplaceLaw(rational(b, 1n)).variance);
    for (const count of [1, 2, 3]) {
      expect(Number(halfWidth(sites(b, count), { alpha: '0.001' }))).toBeGreaterThan(
        z * deviation * Math.sqrt(count) + 5,
      );
    }
  });

  it('covers the sum of real draws as often as it says: n = 40,000, α = 10⁻⁹, and a narrower one is rejected', () => {
    const scales = [rational(2n, 1n), rational(10n, 3n), rational(5n, 1n)];
    const w = Number(halfWidth(scales, { alpha: '0.05' }));
    const outside = outsideOf(scales, 400);
    const bits = bitsFrom(systemEntropy());
    const samplers = scales.map((scale) => discreteLaplace(scale, bits));
    const n = 40_000;
    const sums = Array.from({ length: n }, () => Math.abs(Number(samplers.reduce((sum, draw) => sum + draw(), 0n))));
    const deviate = (half: number): number => {
      const missed = sums.filter((sum) => sum > half).length;
      return (missed - n * outside(w)) / Math.sqrt(n * outside(w) * (1 - outside(w)));
    };
    expect(Math.abs(deviate(w))).toBeLessThan(6.2);
    expect(deviate(Math.floor(w * 0.9))).toBeGreaterThan(6.2);
  });
});

describe('the work of a half-width', () => {
  it('is bounded for a hundred sites with b = 20,000, and the result exact', () => {
    const w = halfWidth(sites(20_000n, 100), { alpha: '0.05' });
    // Their sum is nearly normal: 1.96·√200·20,000 = 554,372, and a little wider for the tails.
    expect(Number(w)).toBeGreaterThan(554_372);
    expect(Number(w)).toBeLessThan(556_000);
  });

  it('is bounded for any scale, and the result never narrower', () => {
    const b = 310_000n;
    const found = halfWidth(sites(b, 3), { alpha: '0.05' });
    const exact = convolvedWidth(sites(b, 3), 0.05, 20_000_000);
    expect(found >= exact && found < exact + 24n).toBe(true);
    const wide = Number(halfWidth(sites(10n ** 12n, 200), { alpha: '0.05' })) / 1e12;
    expect(wide).toBeGreaterThan(1.9599 * Math.sqrt(400));
    expect(wide).toBeLessThan(1.9599 * Math.sqrt(400) * 1.002);
  });
});

describe('a half-width', () => {
  it.each(['0', '1', '1.5', '-0.05', '5 %', '5e-2', '0.0000000001', ''])('is never given for α = %j', (alpha) => {
    expect(() => halfWidth(sites(1n, 1), { alpha })).toThrow(AssertionFailure);
  });

  it.each(['0', '1', '95', '0.95 ', ''])('is never given for the confidence %j', (confidence) => {
    expect(() => halfWidth(sites(1n, 2), { confidence })).toThrow(AssertionFailure);
  });

  it('is never given for no sites, nor for a scale out of range', () => {
    expect(() => halfWidth([], { alpha: '0.05' })).toThrow(AssertionFailure);
    expect(() => halfWidth([rational(0n, 1n)], { alpha: '0.05' })).toThrow(AssertionFailure);
    expect(() => halfWidth([rational(2n ** 47n, 1n)], { alpha: '0.05' })).toThrow(AssertionFailure);
  });

  it('takes more scales than a call takes arguments, as of a tree of hundreds of sites', () => {
    const w = Number(halfWidth(sites(1n, 300_000), { alpha: '0.05' }));
    const sigma = Math.sqrt(300_000 * laplaceLaw(rational(1n, 1n)).variance);
    expect(w / sigma).toBeCloseTo(1.96, 2);
  });
});
