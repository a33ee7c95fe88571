import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import { scaleOf } from '../../src/privacy/index.ts';
import { laplaceLaw, noiseSum, noiseVariance, rational } from '../../src/privacy/laws.ts';
import { expMinus, ONE, toDouble } from './fixed-point.ts';
import { halfWidth } from './widths.ts';

// Independent values: mpmath, to 12 digits.
const REFERENCES = [
  ['1', rational(1n, 1n), { p0: 0.46211715726, p1: 0.170003401569, variance: 1.84134718842 }],
  ['2', rational(2n, 1n), { p0: 0.244918662404, p1: undefined, variance: 7.83539617807 }],
  ['10', rational(10n, 1n), { p0: 0.0499583749579, p1: undefined, variance: 199.833416634 }],
  ['1/ln 3', rational(10n ** 18n, 1_098_612_288_668_109_691n), { p0: 1 / 2, p1: 1 / 6, variance: 3 / 2 }],
] as const;

describe('the law of discrete Laplace noise', () => {
  it.each(REFERENCES)('has the reference values for b = %s', (_, scale, { p0, p1, variance }) => {
    const law = laplaceLaw(scale);
    expect(law.pmf(0)).toBeCloseTo(p0, 11);
    expect(law.variance / variance).toBeCloseTo(1, 10);
    expect(noiseVariance(scale)).toBe(law.variance);
    if (p1 !== undefined) {
      expect(law.pmf(1)).toBeCloseTo(p1, 11);
      expect(law.pmf(-1)).toBe(law.pmf(1));
    }
  });

  it('agrees with integer arithmetic of 80 digits', () => {
    const scales = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n }));
    fc.assert(
      fc.property(scales, fc.nat({ max: 30 }), ([t, s], turns) => {
        const k = (BigInt(turns) * t) / s;
        const q = expMinus(s, t);
        const power = expMinus(k * s, t);
        const law = laplaceLaw(rational(t, s));
        const pmf = toDouble((((ONE - q) * power) / (ONE + q)) * 10n ** 20n) / 1e20;
        const tail = toDouble(((power * q) / (ONE + q)) * 10n ** 20n) / 1e20;
        // The exponent k/b, up to 30, magnifies a rounding of 2⁻⁵³.
        expect(Math.abs(law.pmf(Number(k)) - pmf)).toBeLessThanOrEqual(1e-13 * pmf + 1e-49);
        expect(Math.abs(law.upperTail(Number(k)) - tail)).toBeLessThanOrEqual(1e-13 * tail + 1e-49);
      }),
    );
  });

  it('sums to 1, symmetrically', () => {
    const law = laplaceLaw(rational(7n, 3n));
    let sum = 0;
    for (let k = -200; k <= 200; k += 1) {
      sum += law.pmf(k);
      expect(law.upperTail(k - 1) - law.upperTail(k)).toBeCloseTo(law.pmf(k), 14);
    }
    expect(sum).toBeCloseTo(1, 12);
    expect(law.upperTail(-1) + law.upperTail(0)).toBeCloseTo(1, 14);
  });

  it('has the characteristic function of its masses, and a sum has the product', () => {
    const law = laplaceLaw(rational(7n, 3n));
    const sevenThirds = { name: 'discrete-laplace', scale: rational(7n, 3n) } as const;
    const both = noiseSum([sevenThirds, sevenThirds]);
    for (const t of [0, 0.01, 0.5, 2, 3.14, 6.5]) {
      let sum = 0;
      for (let k = -120; k <= 120; k += 1) {
        sum += law.pmf(k) * Math.cos(t * k);
      }
      expect(law.characteristic(t)).toBeCloseTo(sum, 13);
      expect(both.characteristic(t)).toBeCloseTo(sum * sum, 13);
    }
    expect(both.variance).toBe(2 * law.variance);
    expect(both.within(0.05)).toBe(halfWidth([rational(7n, 3n), rational(7n, 3n)], { alpha: '0.05' }));
  });

  it('gives the thresholds that another library printed', () => {
    // OpenDP, identifier truncation: b = 80, 10 groups, τ = 1714 is the first with δ ≤ 2.5·10⁻⁹.
    const { upperTail } = laplaceLaw(rational(80n, 1n));
    const delta = (threshold: number): number => -Math.expm1(10 * Math.log1p(-upperTail(threshold - 1)));
    expect(delta(1_714)).toBeCloseTo(2.4941e-9, 13);
    expect(delta(1_713)).toBeCloseTo(2.5255e-9, 13);
  });

  it('never takes a scale that is not positive', () => {
    expect(() => laplaceLaw(rational(0n, 1n))).toThrow(AssertionFailure);
    expect(() => laplaceLaw(rational(-1n, 2n))).toThrow(AssertionFailure);
  });
});

describe('the scale of a mechanism', () => {
  it('is Δ/ε exactly, so that the ε charged is the ε sampled', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        fc.bigInt({ min: 1n, max: 10n ** 13n }),
        (sensitivity, nanoEpsilon) => {
          const { numerator, denominator } = scaleOf({ sensitivity, nanoEpsilon });
          expect(numerator * nanoEpsilon).toBe(denominator * sensitivity * 1_000_000_000n);
        },
      ),
    );
    expect(scaleOf({ sensitivity: 1n, nanoEpsilon: 500_000_000n })).toEqual({ numerator: 2n, denominator: 1n });
  });
});
