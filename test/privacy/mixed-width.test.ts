import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianLaw, laplaceLaw, type NoiseLaw, noiseHalfWidth, noiseSum, rational } from '../../src/privacy/laws.ts';
import { CONFIDENCES, MIXED_SUMS } from './mixed-sums.table.ts';

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
  it.each(MIXED_SUMS)('of $laplace and $gaussian draws is the one worked out elsewhere', (sum) => {
    const laws: NoiseLaw[] = [
      ...new Array<NoiseLaw>(sum.laplace).fill({ name: 'discrete-laplace', scale: sum.scale }),
      ...new Array<NoiseLaw>(sum.gaussian).fill({ name: 'discrete-gaussian', sigmaSquared: sum.sigmaSquared }),
    ];
    expect(CONFIDENCES.map((confidence) => Number(noiseHalfWidth(laws, { confidence })))).toEqual(sum.widths);
  });

  // mpmath: the characteristic functions of the Laplace and the normal law, inverted (Gil-Pelaez) with 20 digits.
  it.each([
    [150, 21_802_273_579n, 5, 10n ** 10n, '0.999999', 1_881_518_168_451],
    [1, 5_271_118_031n, 5, 10n ** 10n, '0.999999', 119_830_275_749],
    [40, 3_588_441n, 5, 10n ** 7n, '0.95', 76_758_689],
  ] as const)(
    'of wide noise is that of the Laplace and the normal law: %i of b %s, %i of σ %s',
    (...[laplaces, b, gaussians, sigma, confidence, w]) => {
      const laws = [
        ...new Array<NoiseLaw>(laplaces).fill(laplace(b)),
        ...new Array<NoiseLaw>(gaussians).fill(gaussian(sigma * sigma)),
      ];
      const found = Number(noiseHalfWidth(laws, { confidence }));
      expect(found / w).toBeGreaterThan(1 - 1 / w);
      expect(found / w).toBeLessThan(1 + 1e-7);
    },
  );

  it('is hardly wider where laws differ at every site, so that fewer points are looked at, and where α is tiny', () => {
    const others = Array.from({ length: 150 }, (_, at) => [
      laplace(BigInt(100 + at), 1_000n),
      gaussian(BigInt(50 + 50 * at), 1_000n),
    ]).flat();
    for (const [alpha, most] of [
      [0.5, 1.003],
      [0.05, 1.001],
      [1e-6, 1.001],
      [1e-9, 1.001],
      [1e-12, 1.2],
    ] as const) {
      const ratio =
        Number(noiseHalfWidth([laplace(10n ** 9n), ...others], { alpha })) / (10 ** 9 * Math.log(1 / alpha));
      expect(ratio).toBeGreaterThan(1 - 1e-9);
      expect(ratio).toBeLessThan(most);
    }
  });

  it('is that of the convolution term by term: never too narrow, and the smallest', () => {
    const one = fc.tuple(fc.bigInt({ min: 1n, max: 30n }), fc.bigInt({ min: 1n, max: 4n }));
    const two = fc.tuple(fc.bigInt({ min: 1n, max: 200n }), fc.bigInt({ min: 1n, max: 50n }));
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
          expect(w === 0 || outside(w - 1) > Number(alpha) * (1 - 1e-8)).toBe(true);
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
      // Of one draw that is so wide the half-width is a bound, a little above the normal quantile.
      const normal = Math.floor(1.959963984 * Number(b));
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
      expect(wide / Number(by) / narrow).toBeLessThan(1.001);
    }
  });

  it('is never too narrow where very many narrow draws are added up', () => {
    const laws = [laplace(3n), ...new Array<NoiseLaw>(20_000).fill(gaussian(1n, 4n))];
    const w = Number(noiseHalfWidth(laws, { alpha: '0.05' }));
    // σ² of a draw of σ² = 1/4 is 0.2144…; the sum is all but normal.
    const sigma = Math.sqrt(20_000 * gaussianLaw(rational(1n, 4n)).variance + 18);
    expect(w / (1.96 * sigma)).toBeCloseTo(1, 2);
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
