import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NoiseLaw, noiseHalfWidth, quickNoiseHalfWidth, rational } from '../../src/privacy/laws.ts';

// What decides while others wait takes an upper bound of a width: never below it, and close enough to be of use.

const laplace = (b: bigint): NoiseLaw => ({ name: 'discrete-laplace', scale: rational(b, 1n) });
const gaussian = (v: bigint): NoiseLaw => ({ name: 'discrete-gaussian', sigmaSquared: rational(v, 1n) });
const exact = (law: NoiseLaw, draws: number, alpha: number): number =>
  Number(
    noiseHalfWidth(
      Array.from({ length: draws }, () => law),
      { alpha },
    ),
  );
const quick = (law: NoiseLaw, draws: number, alpha: number): number =>
  Number(quickNoiseHalfWidth(law, draws, { alpha }));

describe('the bound of a width', () => {
  it('is never below it, whatever the law, how many draws and at which level', () => {
    const law = fc.oneof(fc.bigInt(1n, 100_000n).map(laplace), fc.bigInt(1n, 100_000n).map(gaussian));
    fc.assert(
      fc.property(law, fc.integer({ min: 1, max: 12 }), fc.constantFrom(0.5, 0.1, 0.05, 1e-3), (one, draws, alpha) => {
        expect(quick(one, draws, alpha)).toBeGreaterThanOrEqual(exact(one, draws, alpha));
      }),
      { numRuns: 60, seed: 20_260_101 },
    );
  });

  it.each<[string, NoiseLaw, number, number]>([
    ['two wide Laplace draws', laplace(50_000n), 2, 1.005],
    ['35 wide Laplace draws', laplace(50_000n), 35, 1.02],
    ['100 wide Laplace draws', laplace(50_000n), 100, 1.05],
    ['300 wide Laplace draws', laplace(1_000n), 300, 1.13],
    ['300 wider Laplace draws', laplace(60_000n), 300, 1 + 1 / 7],
    ['1,000 wide Laplace draws', laplace(50_000n), 1_000, 1.4],
    ['35 narrow Laplace draws', laplace(3n), 35, 1],
    ['one draw', laplace(50_000n), 1, 1],
    ['35 narrow Gaussian draws', gaussian(2n), 35, 1],
    ['300 Gaussian draws', gaussian(10n), 300, 1],
  ])('is close to it: %s', (_, law, draws, most) => {
    expect(quick(law, draws, 0.05) / exact(law, draws, 0.05)).toBeLessThanOrEqual(most);
  });
});
