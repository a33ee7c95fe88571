import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import { gaussianLaw, noiseSum, type Rational, rational } from '../../src/privacy/laws.ts';
import { expMinus, ONE, toDouble } from './fixed-point.ts';
import { gaussianHalfWidth } from './widths.ts';

// Independent values: mpmath, to 12 digits.
const REFERENCES = [
  ['1', rational(1n, 1n), 0.398942278267, 0.241970723224, 0.99999978876773],
  ['2', rational(4n, 1n), 0.199471140201, undefined, undefined],
  ['10', rational(100n, 1n), 0.0398942280401, undefined, undefined],
] as const;

/** P(|X| > w) in units of 10⁻⁸⁰, by summing the masses as defined. */
function outsideOf({ numerator: n, denominator: d }: Rational, w: bigint): bigint {
  let [inside, all, k] = [0n, 0n, 0n];
  for (let mass = ONE; mass > 0n; k += 1n) {
    mass = expMinus(k * k * d, 2n * n);
    const both = k === 0n ? mass : 2n * mass;
    all += both;
    inside += k <= w ? both : 0n;
  }
  return ((all - inside) * ONE) / all;
}

describe('the law of discrete Gaussian noise', () => {
  it.each(REFERENCES)('has the reference values for σ = %s', (_, variance, p0, p1, spread) => {
    const law = gaussianLaw(variance);
    expect(law.pmf(0)).toBeCloseTo(p0, 12);
    if (p1 !== undefined && spread !== undefined) {
      expect(law.pmf(1)).toBeCloseTo(p1, 12);
      expect(law.pmf(-1)).toBe(law.pmf(1));
      expect(law.variance).toBeCloseTo(spread, 12);
    }
  });

  it('sums to 1, symmetrically, with the characteristic function of its masses', () => {
    for (const variance of [
      rational(1n, 9n),
      rational(1n, 5n),
      rational(1n, 2n),
      rational(7n, 3n),
      rational(50n, 1n),
    ]) {
      const law = gaussianLaw(variance);
      const gaussian = { name: 'discrete-gaussian', sigmaSquared: variance } as const;
      const both = noiseSum([gaussian, gaussian]);
      for (const t of [0, 0.01, 0.5, 2, 3.14, -1, 6.5, 100]) {
        let [sum, mass] = [0, 0];
        for (let k = -150; k <= 150; k += 1) {
          mass += law.pmf(k);
          sum += law.pmf(k) * Math.cos(t * k);
          expect(law.upperTail(k - 1) - law.upperTail(k)).toBeCloseTo(law.pmf(k), 13);
        }
        expect(mass).toBeCloseTo(1, 12);
        expect(law.characteristic(t)).toBeCloseTo(sum, 11);
        expect(both.characteristic(t)).toBeCloseTo(sum * sum, 11);
      }
      expect(both.variance).toBe(2 * law.variance);
      expect(both.within(0.01)).toBe(gaussianHalfWidth([variance, variance], { alpha: '0.01' }));
    }
  });

  it('never takes a σ² that is not positive', () => {
    expect(() => gaussianLaw(rational(0n, 1n))).toThrow(AssertionFailure);
    expect(() => gaussianHalfWidth([rational(-1n, 1n)], { alpha: '0.05' })).toThrow(AssertionFailure);
    expect(() => gaussianHalfWidth([], { alpha: '0.05' })).toThrow(AssertionFailure);
    expect(() => gaussianHalfWidth([rational(2n ** 93n, 1n)], { alpha: '0.05' })).toThrow(AssertionFailure);
  });
});

describe('the half-width of Gaussian noise', () => {
  it('for one site is never too narrow, and the smallest such, by integer arithmetic of 80 digits', () => {
    const variances = fc.tuple(fc.bigInt({ min: 1n, max: 20_000n }), fc.bigInt({ min: 1n, max: 20n }));
    fc.assert(
      fc.property(variances, fc.bigInt({ min: 1n, max: 999_999_999n }), ([n, d], nano) => {
        const variance = rational(n, d);
        const w = gaussianHalfWidth([variance], { alpha: rational(nano, 10n ** 9n) });
        expect(outsideOf(variance, w) * 10n ** 9n <= nano * ONE).toBe(true);
        expect(w === 0n || outsideOf(variance, w - 1n) * 10n ** 9n > nano * (ONE - ONE / 10n ** 8n)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('for several is that of the convolution term by term, narrow and wide', () => {
    const variance = fc
      .tuple(fc.bigInt({ min: 1n, max: 9_000n }), fc.bigInt({ min: 1n, max: 4n }))
      .map(([n, d]) => rational(n, d));
    fc.assert(
      fc.property(
        fc.array(variance, { minLength: 2, maxLength: 4 }),
        fc.constantFrom('0.3', '0.05', '0.001'),
        (list, alpha) => {
          const outside = outsideOfSum(list);
          const w = Number(gaussianHalfWidth(list, { alpha }));
          expect(outside(w)).toBeLessThanOrEqual(Number(alpha) * (1 + 1e-10));
          expect(w === 0 || outside(w - 1) > Number(alpha) * (1 - 1e-8)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('of wide noise is that of a normal law, and a hair above it', () => {
    for (const sigma of [10n ** 4n, 10n ** 6n, 10n ** 9n, 10n ** 12n]) {
      const w = Number(gaussianHalfWidth([rational(sigma * sigma, 1n)], { alpha: '0.05' }));
      expect(w / Number(sigma)).toBeGreaterThan(1.959963984 - 0.6 / Number(sigma));
      expect(w / Number(sigma)).toBeLessThan(1.9612);
      const sites = new Array<Rational>(100).fill(rational(sigma * sigma, 1n));
      expect(Number(gaussianHalfWidth(sites, { alpha: '0.05' })) / (10 * Number(sigma))).toBeLessThan(1.9612);
    }
  });

  it('is never narrower where a site with hardly any noise is added', () => {
    const wide = new Array<Rational>(3).fill(rational(5_000n, 1n));
    const still = new Array<Rational>(200).fill(rational(1n, 40n));
    const alone = gaussianHalfWidth(wide, { alpha: '0.05' });
    const together = gaussianHalfWidth([...wide, ...still], { alpha: '0.05' });
    expect(together >= alone && Number(together) < 1.01 * Number(alone)).toBe(true);
  });
});

/** P(|ΣX| > w), the masses as defined convolved term by term. */
function outsideOfSum(variances: readonly Rational[]): (w: number) => number {
  let sum = [1];
  for (const variance of variances) {
    const reach = Math.ceil(9 * Math.sqrt(Number(variance.numerator) / Number(variance.denominator))) + 2;
    const law = gaussianLaw(variance);
    const masses = Array.from({ length: 2 * reach + 1 }, (_, at) => law.pmf(at - reach));
    const next = new Array<number>(sum.length + 2 * reach).fill(0);
    sum.forEach((mass, at) => {
      masses.forEach((other, by) => {
        next[at + by]! += mass * other;
      });
    });
    sum = next;
  }
  const middle = (sum.length - 1) / 2;
  return (w) => sum.reduce((total, mass, at) => (Math.abs(at - middle) > w ? total + mass : total), 0);
}

it('the reference oracle agrees with the law', () => {
  expect(toDouble(outsideOf(rational(4n, 1n), 3n))).toBeCloseTo(2 * gaussianLaw(rational(4n, 1n)).upperTail(3), 12);
});
