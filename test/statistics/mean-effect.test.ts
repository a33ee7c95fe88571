import { describe, expect, it } from 'vitest';
import { logarithmOf, meanEffectOf, type Noisy } from '../../src/statistics/index.ts';
import { laplace, uniform } from './noise.ts';

const GRID = { low: 0n, high: 100n, step: 0.5 };

describe('the variances of a mean', () => {
  // 4,000 sites of 400 patients with uniform values, and noise on all three sums. The spread of the effects is compared with
  // the variances stated; the ratio of the two has a standard deviation of 2.4 % (60 runs), so 10 % is four of them.
  it('are what sites’ means really vary by', () => {
    const [wide, narrow] = [laplace(400), laplace(8)];
    const SITES = 4_000;
    const PATIENTS = 400;
    const found = Array.from({ length: SITES }, () => {
      let [sum, squares] = [0, 0];
      for (let patient = 0; patient < PATIENTS; patient += 1) {
        const z = Math.floor(uniform() * 101) - 50;
        sum += z;
        squares += z * z;
      }
      const effect = meanEffectOf(
        { sum: wide.noisy(sum), squares: wide.noisy(squares), number: narrow.noisy(PATIENTS) },
        GRID,
      );
      return 'effect' in effect ? effect : undefined;
    });
    const effects = found.flatMap((one) => (one === undefined ? [] : [one]));
    expect(effects).toHaveLength(SITES);
    const average = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;
    const mean = average(effects.map(({ effect }) => effect));
    const spread = average(effects.map(({ effect }) => (effect - mean) ** 2));
    const stated = average(effects.map(({ samplingVariance, noiseVariance }) => samplingVariance + noiseVariance));
    expect(mean).toBeGreaterThan(24.5);
    expect(mean).toBeLessThan(25.5);
    expect(Math.abs(spread / stated - 1)).toBeLessThan(0.1);
    const sampling = average(effects.map(({ samplingVariance }) => samplingVariance));
    expect(Math.abs(spread / sampling - 1)).toBeGreaterThan(0.1);
  });
});

it('is not estimable without two values or with a variance that noise took below 0', () => {
  const exactly = (value: number): Noisy => laplace(1, 1).at(value);
  const parts = (sum: number, squares: number, number: number) => ({
    sum: exactly(sum),
    squares: exactly(squares),
    number: exactly(number),
  });
  expect(meanEffectOf(parts(3, 9, 1), GRID)).toMatchObject({ estimable: false });
  expect(meanEffectOf(parts(10, 9, 10), GRID)).toMatchObject({ estimable: false });
  expect(meanEffectOf(parts(10, 11, 10), GRID)).toMatchObject({ effect: 25.5 });
  expect(logarithmOf({ effect: 0, samplingVariance: 1, noiseVariance: 1 })).toMatchObject({ estimable: false });
  expect(logarithmOf({ effect: 2, samplingVariance: 4, noiseVariance: 8 })).toEqual({
    effect: Math.log(2),
    samplingVariance: 1,
    noiseVariance: 2,
  });
});
