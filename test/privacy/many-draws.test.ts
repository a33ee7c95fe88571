import { describe, expect, it } from 'vitest';
import { type NoiseLaw, noiseHalfWidth, noiseSum, rational } from '../../src/privacy/laws.ts';
import { convolvedWidth, gaussianHalfWidth } from './widths.ts';

const laplace = (over: bigint, under = 1n): NoiseLaw => ({ name: 'discrete-laplace', scale: rational(over, under) });
const gaussian = (over: bigint, under = 1n): NoiseLaw => ({
  name: 'discrete-gaussian',
  sigmaSquared: rational(over, under),
});
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

/** The half-width over that of a normal law of the same variance, which a sum of so many draws all but has. */
function overNormal(laws: readonly NoiseLaw[]): number {
  return Number(noiseHalfWidth(laws, { alpha: 0.05 })) / (1.959963985 * Math.sqrt(noiseSum(laws).variance));
}

describe('the half-width of many draws', () => {
  it.each([
    [2, laplace(300n)],
    [5, laplace(61n, 7n)],
    [31, laplace(2_000n)],
    [32, laplace(1n, 8n)],
    [50, laplace(20n)],
    [300, laplace(7n, 3n)],
    [700, laplace(3n)],
  ])('is that of the convolution: of %i', (count, law) => {
    const other = laplace(9n, 5n);
    for (const laws of [times(count, law), [...times(count, law), ...times(7, other)]]) {
      const scales = laws.flatMap((one) => (one.name === 'discrete-laplace' ? [one.scale] : []));
      for (const alpha of [0.05, 0.01, 0.3, 0.000001]) {
        expect(noiseHalfWidth(laws, { alpha })).toBe(convolvedWidth(scales, alpha, 2 ** 18));
      }
    }
  });

  // Of the nodes of a tree at 300 sites. By a convolution on the grid that such a number of draws leaves it was 34 to 100 times as wide.
  it.each([
    [15_000, laplace(20n)],
    [30_000, laplace(2n)],
    [30_000, laplace(80n)],
    [100_000, laplace(100n)],
    [30_000, laplace(10n ** 9n)],
  ])('is as wide as their variance, where they are too many for a convolution: of %i', (count, law) => {
    expect(overNormal(times(count, law))).toBeCloseTo(1, 2);
    // Sites that count in zCDP, and one that has served a stored answer of more ε.
    expect(overNormal([...times(count, law), ...times(count / 10, gaussian(200n))])).toBeCloseTo(1, 2);
    expect(overNormal([...times(count, law), ...times(100, laplace(1n))])).toBeCloseTo(1, 2);
  });

  it('of discrete Gaussian noise is that of the draws added up one by one, whatever their number', () => {
    for (const count of [1, 2, 3, 5, 8, 13, 64, 101]) {
      const variances = times(count, rational(3n, 2n));
      const law = Array.from({ length: 201 }, (_, at) => Math.exp(-((at - 100) ** 2) / 3));
      const z = law.reduce((sum, weight) => sum + weight, 0);
      let masses: number[] = [1];
      for (let draw = 0; draw < count; draw += 1) {
        const next = new Array<number>(masses.length + 80).fill(0);
        masses.forEach((mass, at) => {
          for (let by = -40; by <= 40; by += 1) {
            next[at + by + 40]! += (mass * (law[by + 100] ?? 0)) / z;
          }
        });
        masses = next;
      }
      const middle = (masses.length - 1) / 2;
      let [w, tail] = [middle, 0];
      while (w > 0 && 2 * (tail + (masses[middle + w] ?? 0)) <= 0.05) {
        tail += masses[middle + w] ?? 0;
        w -= 1;
      }
      expect(gaussianHalfWidth(variances, { alpha: '0.05' })).toBe(BigInt(w));
    }
  });
});
