import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import { deviationOf, type Grid, meanOf, sumOf, varianceOf } from '../../src/statistics/index.ts';
import { covers, expectCovers } from './coverage.ts';
import { laplace, massOf, still } from './noise.ts';

const ALPHA = 0.05;
const ages: Grid = { low: 0n, high: 90n, step: 1 };
const short: Grid = { low: 10n, high: 15n, step: 0.5 };

/** Σ, Σ², and the number of values counted from the middle of a grid, and what they are in the field's unit. */
function described(values: readonly number[], { low, high, step }: Grid) {
  const middle = Number(low + (high - low) / 2n);
  const z = values.map((value) => value - middle);
  const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
  const mean = total(values) / values.length;
  const variance = total(values.map((value) => (value - mean) ** 2)) / values.length;
  return {
    ...{ sum: total(z), squares: total(z.map((one) => one * one)), number: values.length },
    ...{ mean: mean * step, variance: variance * step * step },
  };
}

const fiveSteps = described(
  Array.from({ length: 120 }, (_, at) => 10 + (at % 6)),
  short,
);

describe('a sum', () => {
  const noise = laplace(20);
  const truth = 1_234 * 0.05;
  const estimate = (by?: number) =>
    sumOf(by === undefined ? noise.noisy(1_234) : noise.at(1_234, by), { step: 0.05 }, ALPHA);

  it('is in the unit of the field and covers exactly as often as its law says', () => {
    const exact = massOf([noise], ([by = 0]) => covers(estimate(by), truth));
    expect(exact).toBeGreaterThanOrEqual(1 - ALPHA);
    expect(exact).toBeLessThan(1 - ALPHA + 0.003);
    expectCovers({ truth, exact, release: () => estimate() });
  });
});

describe('a mean', () => {
  const [s, n] = [laplace(12), laplace(2)];
  const { mean, sum, number } = fiveSteps;

  it('is the ratio of the sums, moved back to the grid', () => {
    const { sum: of, number: count, mean: truth } = described([3, 50, 88, 61], ages);
    const found = meanOf({ sum: still.at(of), number: still.at(count) }, ages, ALPHA);
    expect(found).toMatchObject({ estimable: true, value: truth });
    // 0.5 is left over where the range is odd: m = ⌊R/2⌋.
    expect(meanOf({ sum: still.at(-1), number: still.at(1) }, short, ALPHA)).toMatchObject({ value: 5.5 });
  });

  it('covers exactly as often as the enumeration of both laws says, at least 95 in 100', () => {
    const exact = massOf([s, n], ([x = 0, y = 0]) =>
      covers(meanOf({ sum: s.at(sum, x), number: n.at(number, y) }, short, ALPHA), mean),
    );
    expect(exact).toBeGreaterThanOrEqual(1 - ALPHA);
    const release = () => meanOf({ sum: s.noisy(sum), number: n.noisy(number) }, short, ALPHA);
    expectCovers({ truth: mean, exact, release });
  });

  it('holds the ratio at every corner of the box, for sums of either sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 500 }), fc.integer({ min: 1, max: 80 }), (of, count) => {
        const found = meanOf({ sum: s.at(of), number: n.at(count) }, short, ALPHA);
        const [ws, wn] = [Number(s.at(0).within(ALPHA / 2)), Number(n.at(0).within(ALPHA / 2))];
        expect(found.estimable).toBe(count - wn >= 1);
        for (const [x, y] of [
          [-ws, -wn],
          [-ws, wn],
          [ws, -wn],
          [ws, wn],
          [0, 0],
        ] as const) {
          expect(covers(found, 0.5 * (12 + (of + x) / (count + y)))).toBe(true);
        }
      }),
    );
  });

  it('is never given where there may be no value', () => {
    const w = Number(n.at(0).within(ALPHA / 2));
    const parts = (count: number) => ({ sum: s.at(5), number: n.at(count) });
    expect(meanOf(parts(w), short, ALPHA)).toMatchObject({ estimable: false });
    expect(meanOf(parts(w + 1), short, ALPHA)).toMatchObject({ estimable: true });
  });

  it('never takes a grid that is none', () => {
    const parts = { sum: s.at(5), number: n.at(100) };
    expect(() => meanOf(parts, { low: 2n, high: 1n, step: 1 }, ALPHA)).toThrow(AssertionFailure);
    expect(() => meanOf(parts, { low: 1n, high: 2n, step: 0 }, ALPHA)).toThrow(AssertionFailure);
  });
});

describe('a variance', () => {
  const [s, q, n] = [laplace(2), laplace(5), laplace(1)];
  const { variance, sum, squares, number } = fiveSteps;
  const estimate = (x: number, y: number, z: number) =>
    varianceOf({ sum: s.at(sum, x), squares: q.at(squares, y), number: n.at(number, z) }, short, ALPHA);

  it('is that of the values, divided by their number', () => {
    const of = described([3, 50, 88, 61], ages);
    const parts = { sum: still.at(of.sum), squares: still.at(of.squares), number: still.at(of.number) };
    const found = varianceOf(parts, ages, ALPHA);
    expect(found.estimable && found.value).toBeCloseTo(of.variance, 9);
    const root = deviationOf(parts, ages, ALPHA);
    expect(root.estimable && root.value).toBeCloseTo(Math.sqrt(of.variance), 9);
  });

  it('covers exactly as often as the enumeration of three laws says, at least 95 in 100', () => {
    const exact = massOf([s, q, n], ([x = 0, y = 0, z = 0]) => covers(estimate(x, y, z), variance));
    expect(exact).toBeGreaterThanOrEqual(1 - ALPHA);
    const parts = () => ({ sum: s.noisy(sum), squares: q.noisy(squares), number: n.noisy(number) });
    expectCovers({ truth: variance, exact, release: () => varianceOf(parts(), short, ALPHA), narrow: 0.5 });
    expectCovers({
      ...{ truth: Math.sqrt(variance), exact, narrow: 0.5 },
      release: () => deviationOf(parts(), short, ALPHA),
    });
  });

  it('has the range over the box for its interval, inner extremes included', () => {
    const parts = fc.record({
      sum: fc.integer({ min: -80, max: 80 }),
      squares: fc.integer({ min: -50, max: 400 }),
      number: fc.integer({ min: 6, max: 60 }),
    });
    fc.assert(
      fc.property(parts, (of) => {
        const found = varianceOf(
          { sum: s.at(of.sum), squares: q.at(of.squares), number: n.at(of.number) },
          { ...short, step: 1 },
          ALPHA,
        );
        const [ws, wq, wn] = [s, q, n].map((one) => Number(one.at(0).within(ALPHA / 3)));
        const values: number[] = [];
        for (let x = -ws!; x <= ws!; x += 1) {
          for (let z = -wn!; z <= wn!; z += 1) {
            for (const y of [-wq!, wq!]) {
              values.push((of.squares + y) / (of.number + z) - ((of.sum + x) / (of.number + z)) ** 2);
            }
          }
        }
        expect(values.every((value) => covers(found, value))).toBe(true);
        // Nothing wider than the box asks for, but for what lies between whole numbers.
        expect(found.estimable && found.low).toBeCloseTo(Math.min(...values), 9);
        expect(found.estimable && found.high).toBeGreaterThanOrEqual(Math.max(...values) - 1e-9);
        expect(found.estimable && found.high - Math.max(...values)).toBeLessThan(
          0.2 * Math.max(1, Math.abs(Math.max(...values))),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('may be negative, but its root never is', () => {
    const parts = { sum: s.at(300), squares: q.at(0), number: n.at(100) };
    expect(varianceOf(parts, short, ALPHA)).toMatchObject({ estimable: true, value: -0.25 * 9 });
    expect(deviationOf(parts, short, ALPHA)).toMatchObject({ value: 0, low: 0, high: 0 });
  });
});
