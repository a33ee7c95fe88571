import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianLaw, laplaceLaw, type NoiseLaw, noiseHalfWidth, noiseSum, rational } from '../../src/privacy/laws.ts';

const laplace = (over: bigint, under = 1n): NoiseLaw => ({ name: 'discrete-laplace', scale: rational(over, under) });
const gaussian = (over: bigint, under = 1n): NoiseLaw => ({
  name: 'discrete-gaussian',
  sigmaSquared: rational(over, under),
});

/** P(|ΣX| > w) by convolving all masses term by term, in doubles: small scales only. */
function outsideOf(laws: readonly NoiseLaw[]): (w: number) => number {
  const reach = 3_000;
  let masses = new Map([[0, 1]]);
  for (const law of laws) {
    const one = law.name === 'discrete-laplace' ? laplaceLaw(law.scale) : gaussianLaw(law.sigmaSquared);
    const own = Array.from({ length: 1_601 }, (_, at) => [at - 800, one.pmf(at - 800)] as const).filter(
      ([, mass]) => mass > 1e-18,
    );
    const next = new Map<number, number>();
    for (const [at, mass] of masses) {
      for (const [by, weight] of own) {
        next.set(at + by, (next.get(at + by) ?? 0) + mass * weight);
      }
    }
    masses = next;
  }
  return (w) => {
    let sum = 0;
    for (let k = w + 1; k <= reach; k += 1) {
      sum += (masses.get(k) ?? 0) + (masses.get(-k) ?? 0);
    }
    return sum;
  };
}

describe('the half-width of a sum of Laplace and Gaussian noise', () => {
  it('is that of the convolution term by term: never too narrow, and the smallest but for the bound’s slack', () => {
    const one = fc.tuple(fc.bigInt({ min: 1n, max: 30n }), fc.bigInt({ min: 1n, max: 4n }));
    const two = fc.tuple(fc.bigInt({ min: 2n, max: 200n }), fc.bigInt({ min: 1n, max: 2n }));
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 1, maxLength: 2 }),
        fc.array(two, { minLength: 1, maxLength: 2 }),
        fc.constantFrom('0.3', '0.05', '0.001'),
        (scales, variances, alpha) => {
          const laws = [...scales.map((law) => laplace(...law)), ...variances.map((law) => gaussian(...law))];
          const outside = outsideOf(laws);
          const w = Number(noiseHalfWidth(laws, { alpha }));
          expect(outside(w)).toBeLessThanOrEqual(Number(alpha) * (1 + 1e-10));
          expect(w === 0 || outside(w - 1) > Number(alpha) * (1 - 2e-3)).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is that of the one kind where the other is hardly there, and a hair above it', () => {
    for (const b of [10n, 10n ** 4n, 10n ** 8n]) {
      const alone = Number(noiseHalfWidth([laplace(b)], { alpha: '0.05' }));
      const both = Number(noiseHalfWidth([laplace(b), gaussian(1n)], { alpha: '0.05' }));
      expect(both).toBeGreaterThanOrEqual(alone);
      expect(both / alone).toBeLessThan(1.02);
      const normal = Number(noiseHalfWidth([gaussian(b * b)], { alpha: '0.05' }));
      const beside = Number(noiseHalfWidth([gaussian(b * b), laplace(1n)], { alpha: '0.05' }));
      expect(beside).toBeGreaterThanOrEqual(normal);
      expect(beside / normal).toBeLessThan(b === 10n ? 1.06 : 1.002);
    }
  });

  it('says the same in other units: wide noise of both kinds is as narrow noise, but for its grid', () => {
    const narrow = Number(noiseHalfWidth([laplace(500n), gaussian(250_000n)], { alpha: '0.05' }));
    for (const by of [10n ** 4n, 10n ** 8n, 10n ** 11n]) {
      const wide = Number(noiseHalfWidth([laplace(500n * by), gaussian(250_000n * by * by)], { alpha: '0.05' }));
      expect(wide / Number(by) / narrow).toBeGreaterThan(0.998);
      expect(wide / Number(by) / narrow).toBeLessThan(1.01);
    }
  });

  it('is never too narrow where very many narrow draws are added up', () => {
    const laws = [laplace(3n), ...new Array<NoiseLaw>(20_000).fill(gaussian(1n, 4n))];
    const w = Number(noiseHalfWidth(laws, { alpha: '0.05' }));
    // σ² of a draw of σ² = 1/4 is 0.2144…; the sum is all but normal.
    const sigma = Math.sqrt(20_000 * gaussianLaw(rational(1n, 4n)).variance);
    expect(w).toBeGreaterThan(1.96 * sigma);
    expect(w).toBeLessThan(2.4 * 1.96 * sigma);
  });

  it('comes with the variance and the characteristic function of both', () => {
    const parts = [laplace(7n, 3n), gaussian(50n)];
    const sum = noiseSum(parts);
    const [one, other] = [laplaceLaw(rational(7n, 3n)), gaussianLaw(rational(50n, 1n))];
    expect(sum.variance).toBeCloseTo(one.variance + other.variance, 12);
    expect(sum.characteristic(0.3)).toBeCloseTo(one.characteristic(0.3) * other.characteristic(0.3), 14);
    expect(sum.within(0.05)).toBe(noiseHalfWidth(parts, { alpha: 0.05 }));
  });
});
