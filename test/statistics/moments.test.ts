import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import {
  correlationOf,
  type Grid,
  isNearlyHidden,
  type Moments,
  pairKey,
  regressionOf,
} from '../../src/statistics/index.ts';
import { inverseOf } from '../../src/statistics/matrix.ts';
import { covers } from './coverage.ts';
import { laplace, type Source, still } from './noise.ts';
import { momentsOf, normal, type Release, type Rows } from './release-moments.ts';

const ALPHA = 0.05;
/** Ordinary least squares on the rows themselves, by Gram–Schmidt: shares nothing with the code under test. */
function leastSquares(rows: Rows, outcome: number, explainedBy: readonly number[]): readonly number[] {
  const y = rows.map((row) => row[outcome] ?? 0);
  const columns = [rows.map(() => 1), ...explainedBy.map((field) => rows.map((row) => row[field] ?? 0))];
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, one, at) => sum + one * (b[at] ?? 0), 0);
  const basis: number[][] = [];
  const upper = columns.map((column) => {
    const shares = basis.map((one) => dot(one, column) / dot(one, one));
    basis.push(column.map((one, at) => one - shares.reduce((sum, share, k) => sum + share * (basis[k]?.[at] ?? 0), 0)));
    return shares;
  });
  const coefficients = basis.map((one) => dot(one, y) / dot(one, one));
  for (let k = columns.length - 1; k >= 0; k -= 1) {
    for (let above = k + 1; above < columns.length; above += 1) {
      coefficients[k]! -= (upper[above]?.[k] ?? 0) * coefficients[above]!;
    }
  }
  return coefficients;
}

const clean: Release = (_, value) => still.at(value);
const grids: readonly Grid[] = [
  { low: 0n, high: 90n, step: 1 },
  { low: 0n, high: 50n, step: 5 },
  { low: -20n, high: 21n, step: 0.1 },
];
const MIDDLES = [45, 25, 0];
const clamp = (z: number, half: number): number => Math.max(-half, Math.min(half, Math.round(z)));

/** Patients whose second field follows the first with slope 0.25 and third is on its own; z of each. */
function patients(n: number): Rows {
  return Array.from({ length: n }, () => {
    const first = clamp(8 + 12 * normal(), 45);
    return [first, clamp(-3 + 0.25 * first + 4 * normal(), 25), clamp(6 * normal(), 20)];
  });
}

describe('a regression without noise to speak of', () => {
  it('is that of the rows, in the units of the fields', () => {
    const values = fc.array(
      fc.tuple(fc.integer({ min: -45, max: 45 }), fc.integer({ min: -25, max: 25 }), fc.integer({ min: -20, max: 20 })),
      {
        minLength: 12,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(values, (rows) => {
        const found = regressionOf(momentsOf(rows, grids, clean), { outcome: 1, explainedBy: [0, 2] }, ALPHA);
        fc.pre(found.estimable);
        const inUnits = rows.map((row) => row.map((z, field) => (z + MIDDLES[field]!) * grids[field]!.step));
        const truth = leastSquares(inUnits, 1, [0, 2]);
        expect([found.intercept, ...found.slopes].map(({ value }, k) => value - truth[k]!)).toEqual(
          truth.map(() => expect.closeTo(0, 6)),
        );
        const residuals = inUnits.map((row) => row[1]! - truth[0]! - truth[1]! * row[0]! - truth[2]! * row[2]!);
        const s = Math.sqrt(residuals.reduce((sum, one) => sum + one * one, 0) / (rows.length - 3));
        expect(found.residualDeviation).toBeCloseTo(s, 6);
      }),
      { numRuns: 60 },
    );
  });

  it('has the standard errors of the textbook', () => {
    // Simple regression: se(slope) = s/√Σ(x − x̄)², se(intercept) = s·√(1/n + x̄²/Σ(x − x̄)²).
    const rows = patients(200);
    const found = regressionOf(momentsOf(rows, grids, clean), { outcome: 1, explainedBy: [0] }, ALPHA);
    const x = rows.map(([first = 0]) => first + 45);
    const mean = x.reduce((sum, one) => sum + one, 0) / 200;
    const spread = x.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    const s = found.estimable ? found.residualDeviation : Number.NaN;
    expect(found.estimable && found.slopes[0]!.samplingVariance).toBeCloseTo(s ** 2 / spread, 9);
    expect(found.estimable && found.intercept.samplingVariance).toBeCloseTo(s ** 2 * (1 / 200 + mean ** 2 / spread), 7);
    expect(found.estimable && found.slopes[0]!.high - found.slopes[0]!.value).toBeCloseTo(
      1.97201747783389 * // qt(0.975, 198), by R 4.2.2
        Math.sqrt(s ** 2 / spread),
      6,
    );
  });
});

describe('the noise of an estimate', () => {
  // Each moment is moved by a little: the estimate moves by the weight that its noise was given.
  it('counts each moment as often as the estimate moves with it', () => {
    const rows = patients(300);
    const one = laplace(1);
    const unit = one.at(0).variance;
    const pieces = ['number', 'sum', 'square', 'product'] as const;
    const effects = (moments: Moments) => {
      const fit = regressionOf(moments, { outcome: 1, explainedBy: [0, 2] }, ALPHA);
      const r = correlationOf(moments, [0, 1], ALPHA);
      return fit.estimable && r.estimable ? [r, fit.intercept, ...fit.slopes] : [];
    };
    for (const piece of pieces) {
      const noisy = effects(momentsOf(rows, grids, (of, value) => (of === piece ? one : still).at(value)));
      const expected = [0, 0, 0, 0];
      const count = { number: 1, sum: 3, square: 3, product: 3 }[piece];
      for (let at = 0; at < count; at += 1) {
        const moved = (by: number) => {
          let seen = -1;
          return effects(
            momentsOf(rows, grids, (of, value) => {
              seen += of === piece ? 1 : 0;
              return still.at(value, of === piece && seen === at ? by : 0);
            }),
          );
        };
        const [up, down] = [moved(1), moved(-1)];
        expected.forEach((sum, k) => {
          expected[k] = sum + ((up[k]!.effect - down[k]!.effect) / 2) ** 2 * unit;
        });
      }
      noisy.forEach(({ noiseVariance }, k) => {
        expect(noiseVariance).toBeGreaterThan(0.98 * expected[k]! - 1e-15);
        expect(noiseVariance).toBeLessThan(1.02 * expected[k]! + 1e-15);
      });
    }
  });
});

describe('intervals over noise and sampling', () => {
  // For 600 patients these make noise and sampling of like size.
  const scales: Record<Parameters<Release>[0], Source> = {
    ...{ number: laplace(2), sum: laplace(50), square: laplace(500), product: laplace(500) },
  };
  const noisy: Release = (piece, value) => scales[piece].noisy(value);
  // The rule: with n simulated studies and a true coverage of at least 0.945, fewer covering than 0.945·n − 6.1 deviations has
  // α = 10⁻⁹; half the width has a coverage near 0.67 and is rejected. That first order is good enough is what this shows.
  const n = 800;
  const studies = Array.from({ length: n }, () => momentsOf(patients(600), grids, noisy));
  const trial = (truth: number, estimate: (study: Moments) => Parameters<typeof covers>[0]) => {
    const found = studies.map(estimate);
    const hits = (shrink: number): number => found.filter((one) => covers(one, truth, shrink)).length;
    const least = 0.945 * n - 6.1 * Math.sqrt(0.945 * 0.055 * n);
    expect(found.filter(({ estimable }) => estimable).length).toBeGreaterThan(0.99 * n);
    expect(hits(1)).toBeGreaterThan(least);
    expect(hits(1)).toBeLessThan(0.985 * n);
    expect(hits(0.5)).toBeLessThan(least);
  };

  it('cover the slope of the population', () => {
    trial(0.25 * 5, (study) => {
      const found = regressionOf(study, { outcome: 1, explainedBy: [0, 2] }, ALPHA);
      return found.estimable ? found.slopes[0]! : found;
    });
  });

  it('cover the intercept of the population', () => {
    // In steps from the middles y = −3 + 0.25·z: at x = 0, z is −45.
    trial(5 * (25 - 3 - 0.25 * 45), (study) => {
      const found = regressionOf(study, { outcome: 1, explainedBy: [0, 2] }, ALPHA);
      return found.estimable ? found.intercept : found;
    });
  });

  it('cover the correlation of the population', () => {
    // Var x = 144, Cov = 36, Var y = 9 + 16, up to clamping and rounding (1/12 each).
    const truth = 36 / Math.sqrt((144 + 1 / 12) * (25 + 1 / 192 + 1 / 12));
    trial(truth, (study) => correlationOf(study, [0, 1], ALPHA));
  });

  it('are those of the noise alone where sampling is nothing beside it, by the exact law', () => {
    // A million patients on a line but for a tiny residual; only Σxy has noise: then the slope is off by noise/Sxx.
    const source = laplace(40_000);
    const moments = (by?: number): Moments => ({
      number: still.at(1_000_000),
      sums: [still.at(0), still.at(0)],
      squares: [still.at(100_000_000), still.at(100_000_100)],
      products: new Map([[pairKey(0, 1), by === undefined ? source.noisy(100_000_000) : source.at(100_000_000, by)]]),
      grids: grids.slice(0, 2),
    });
    const slope = (by?: number) => {
      const found = regressionOf(moments(by), { outcome: 1, explainedBy: [0] }, ALPHA);
      return found.estimable ? found.slopes[0]! : found;
    };
    const found = slope(0);
    expect(found.estimable && (found.high - found.value) / (5 * 0.0004)).toBeCloseTo(Math.log(20), 2);
  });
});

describe('moments', () => {
  const rows = patients(400);

  it('are never taken for more than they hold when noise is wide', () => {
    const wide = momentsOf(rows, grids, (piece, value) => laplace(piece === 'square' ? 50_000 : 10).at(value));
    expect(correlationOf(wide, [0, 1], ALPHA)).toMatchObject({ estimable: false });
    expect(regressionOf(wide, { outcome: 1, explainedBy: [0] }, ALPHA)).toMatchObject({ estimable: false });
  });

  it('are never estimated from where fields are constant, equal, or there are hardly any patients', () => {
    const constant = momentsOf(
      rows.map(([, y = 0, z = 0]) => [7, y, z]),
      grids,
      clean,
    );
    expect(correlationOf(constant, [0, 1], ALPHA)).toMatchObject({ estimable: false });
    const same = momentsOf(
      rows.map(([x = 0, , z = 0]) => [x, x, z]),
      grids,
      clean,
    );
    expect(correlationOf(same, [0, 1], ALPHA)).toMatchObject({ estimable: false });
    expect(regressionOf(same, { outcome: 2, explainedBy: [0, 1] }, ALPHA)).toMatchObject({ estimable: false });
    const few = momentsOf(rows.slice(0, 3), grids, clean);
    expect(correlationOf(few, [0, 1], ALPHA)).toMatchObject({ estimable: false });
    expect(regressionOf(few, { outcome: 1, explainedBy: [0, 2] }, ALPHA)).toMatchObject({ estimable: false });
  });

  it('are never asked for a field that they lack, or for one that explains itself', () => {
    const moments = momentsOf(rows, grids, clean);
    expect(() => correlationOf(moments, [0, 3], ALPHA)).toThrow(AssertionFailure);
    expect(() => regressionOf(moments, { outcome: 1, explainedBy: [1] }, ALPHA)).toThrow(AssertionFailure);
    expect(() => regressionOf(moments, { outcome: 1, explainedBy: [0, 0] }, ALPHA)).toThrow(AssertionFailure);
  });

  // What docs/statistics.md says of a correlation that noise hides nearly always: 1,000 patients, r = 0.85, deviations of 11, ε = 2.
  it('are off where noise let few of them be given, and miss seldom of all that were asked for', () => {
    const [number, sum, product] = [laplace(3), laplace(135), laplace(6_075)];
    const [n, square] = [1_000, 126_562];
    const tries = 3_000;
    const given = Array.from({ length: tries }, () => {
      const moments: Moments = {
        ...{ number: number.noisy(n), sums: [sum.noisy(0), sum.noisy(0)], grids: [grids[0]!, grids[0]!] },
        squares: [product.noisy(square), product.noisy(square)],
        products: new Map([[pairKey(0, 1), product.noisy(Math.round(0.85 * square))]]),
      };
      return correlationOf(moments, [0, 1], ALPHA);
    }).flatMap((one) => (one.estimable ? [one] : []));
    expect(given.length).toBeGreaterThan(10);
    expect(given.length).toBeLessThan(0.02 * tries);
    expect(given.filter(({ low, high }) => low <= 0.85 && 0.85 <= high)).toEqual([]);
  });

  it('have an inverse that is one, whatever the units', () => {
    const matrix = [
      [4e6, 2, 1e-3],
      [2, 3e-6, 1e-10],
      [1e-3, 1e-10, 5e-12],
    ];
    const inverse = inverseOf(matrix) ?? [];
    matrix.forEach((row, i) => {
      row.forEach((_, j) => {
        const product = row.reduce((sum, one, k) => sum + one * (inverse[k]?.[j] ?? 0), 0);
        const scale = Math.sqrt(matrix[i]![i]! / matrix[j]![j]!);
        expect(product / scale).toBeCloseTo(i === j ? 1 : 0, 9);
      });
    });
    expect(
      inverseOf([
        [1, 2],
        [2, 1],
      ]),
    ).toBeUndefined();
    expect(inverseOf([[-1]])).toBeUndefined();
  });
});

describe('what noise nearly hides', () => {
  // Of 200 patients one in sixteen releases gives a slope, of 2,000 nearly all do.
  const noises = {
    ...{ number: laplace(3), sum: laplace(135), square: laplace(6_075), product: laplace(6_075) },
  };
  const released = (n: number): Moments => momentsOf(patients(n), grids, (piece, value) => noises[piece].noisy(value));

  it('is said of nearly all that are given where hardly any is, and of none where noise is small beside the fields', () => {
    const tries = 600;
    const rare = Array.from({ length: tries }, () => released(200)).filter(
      (moments) => regressionOf(moments, { outcome: 1, explainedBy: [0] }, ALPHA).estimable,
    );
    expect(rare.length).toBeGreaterThan(20);
    expect(rare.length).toBeLessThan(tries / 10);
    expect(rare.filter((moments) => isNearlyHidden(moments, ['one', 0])).length / rare.length).toBeGreaterThan(0.9);
    const often = Array.from({ length: 50 }, () => released(2_000));
    expect(often.filter((moments) => isNearlyHidden(moments, ['one', 0]))).toEqual([]);
  });

  it('is nothing where there is no number', () => {
    const wide = momentsOf(patients(20), grids, (piece, value) => noises[piece].noisy(value));
    expect(regressionOf(wide, { outcome: 1, explainedBy: [0] }, ALPHA).estimable).toBe(false);
    expect(isNearlyHidden(wide, ['one', 0])).toBe(false);
  });
});
