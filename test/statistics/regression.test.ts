import { describe, expect, it } from 'vitest';
import { type Grid, type Noisy, regressionOf } from '../../src/statistics/index.ts';
import { fitOf, freedomOf } from '../../src/statistics/least-squares.ts';
import { gramOf } from '../../src/statistics/moments.ts';
import { studentStretch } from '../../src/statistics/student.ts';
import { covers } from './coverage.ts';
import { laplace, still } from './noise.ts';
import { CARS, FIVE_WOMEN, MTCARS, QT } from './r-regressions.table.ts';
import { momentsOf, normal, type Release, type Rows } from './release-moments.ts';

const Z = 1.959963984540054;
const clean: Release = (_, value) => still.at(value);
/** Grids in which z is the value itself. */
const plain = (fields: number): Grid[] => Array.from({ length: fields }, () => ({ low: -2000n, high: 2000n, step: 1 }));

describe('a regression of data without noise', () => {
  it.each([CARS, FIVE_WOMEN, MTCARS])(
    'has the coefficients and intervals of R: $name',
    ({ rows, level, intervals }) => {
      const fields = rows[0]?.length ?? 0;
      const model = { outcome: 0, explainedBy: Array.from({ length: fields - 1 }, (_, at) => at + 1) };
      const found = regressionOf(momentsOf(rows, plain(fields), clean), model, 1 - level);
      const ends = found.estimable ? [found.intercept, ...found.slopes].map(({ low, high }) => [low, high]) : [];
      expect(ends).toEqual(intervals.map((interval) => interval.map((end) => expect.closeTo(end, 6))));
    },
  );
});

describe('Student’s law', () => {
  it.each(QT)('is never narrower than R says, and as wide for whole degrees: %f', (freedom, at95, at999) => {
    const [own95, own999] = [studentStretch(freedom, 0.05) * Z, studentStretch(freedom, 0.001) * 3.2905267314919];
    // Between whole degrees it is interpolated, where they are few.
    const most = freedom > 500 || Number.isInteger(freedom) ? 1 : 1 + 0.45 / freedom ** 2;
    expect(own95 / at95).toBeGreaterThan(1 - 1e-9);
    expect(own999 / at999).toBeGreaterThan(1 - 1e-8);
    expect(own95 / at95).toBeLessThan(most + 1e-9);
  });
});

/** Two fields of so few patients, the second following the first with slope 0.25. */
function fewPatients(n: number): Rows {
  return Array.from({ length: n }, () => {
    const x = Math.round(120 * normal());
    return [x, Math.round(0.25 * x + 40 * normal())];
  });
}

function slopeOf(rows: Rows, release: Release) {
  const found = regressionOf(momentsOf(rows, plain(2), release), { outcome: 1, explainedBy: [0] }, 0.05);
  return found.estimable ? found.slopes[0]! : found;
}

describe('the interval of a slope of few patients', () => {
  // The rule: of n studies, a number of covering ones beyond 6.1 deviations from 0.95·n has α = 10⁻⁹. With normal quantiles 5
  // patients are covered 85.5 times of a hundred, 20 patients 93.4: the first is rejected by the same rule.
  const n = 4_000;
  const off = (hits: number): number => (hits - 0.95 * n) / Math.sqrt(0.95 * 0.05 * n);

  it.each([5, 8, 20])('covers as often as it says: %i patients, no noise', (patients) => {
    const found = Array.from({ length: n }, () => slopeOf(fewPatients(patients), clean));
    expect(Math.abs(off(found.filter((one) => covers(one, 0.25)).length))).toBeLessThan(6.1);
    const shrink = 1 / studentStretch(patients - 2, 0.05);
    const normalHits = found.filter((one) => covers(one, 0.25, shrink)).length;
    expect(off(normalHits)).toBeLessThan(patients === 5 ? -6.1 : -1);
  });

  it('covers at least as often where noise is beside sampling', () => {
    const scales: Record<Parameters<Release>[0], ReturnType<typeof laplace>> = {
      ...{ number: laplace(1, 10), sum: laplace(45), square: laplace(20_250), product: laplace(20_250) },
    };
    const studies = Array.from({ length: 2_000 }, () =>
      slopeOf(fewPatients(50), (piece, value) => scales[piece].noisy(value)),
    ).filter(({ estimable }) => estimable);
    const share = studies.filter((one) => covers(one, 0.25)).length / studies.length;
    expect(studies.length).toBeGreaterThan(1_800);
    expect(share).toBeGreaterThan(0.95);
    expect(share).toBeLessThan(0.99);
  });
});

describe('the degrees of freedom of the residual variance', () => {
  // Always the same, so that no draw of patients lies where noise hides the slope.
  const rows = Array.from({ length: 200 }, (_, at) => {
    const [x, off] = [at % 2 === 0 ? 120 : -120, at % 4 < 2 ? 40 : -40];
    return [x, 0.25 * x + off];
  });
  const freedomWith = (release: Release): number => {
    const moments = momentsOf(rows, plain(2), release);
    const gram = gramOf(moments, ['one', 0]);
    return gram === undefined ? Number.NaN : freedomOf(moments, fitOf(moments, gram, 1));
  };
  const residualWith = (release: Release): number => {
    const moments = momentsOf(rows, plain(2), release);
    const gram = gramOf(moments, ['one', 0]);
    return gram === undefined ? Number.NaN : fitOf(moments, gram, 1).residual;
  };

  it('are those of the textbook without noise', () => {
    expect(freedomWith(clean)).toBeCloseTo(198, 9);
  });

  it.each(['number', 'sum', 'square', 'product'] as const)(
    'fall with noise in each %s, as the variance moves',
    (noisy) => {
      const wide = laplace(noisy === 'number' ? 2 : 1_000);
      const count = noisy === 'sum' || noisy === 'square' ? 2 : 1;
      const moved = Array.from({ length: count }, (_, at) => {
        const by = (step: number): number => {
          let seen = -1;
          return residualWith((piece, value) => {
            seen += piece === noisy ? 1 : 0;
            return still.at(value, piece === noisy && seen === at ? step : 0);
          });
        };
        return ((by(1) - by(-1)) / 2 / residualWith(clean)) ** 2 * variance(wide.at(0));
      });
      const expected = 2 / (2 / 198 + moved.reduce((sum, one) => sum + one, 0));
      const found = freedomWith((piece, value) => (piece === noisy ? wide : still).at(value));
      expect(found / expected).toBeCloseTo(1, 2);
      expect(found).toBeLessThan(198);
    },
  );

  it('are never fewer than one', () => {
    expect(freedomWith((piece, value) => (piece === 'square' ? laplace(400_000) : still).at(value))).toBe(1);
  });
});

function variance({ variance: of }: Noisy): number {
  return of;
}
