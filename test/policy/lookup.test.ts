import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ceilStep,
  columnOf,
  dimensionCode,
  floorStep,
  type Measure,
  measureStep,
  type Policy,
} from '../../src/policy/index.ts';
import { smallPolicy, smallWith } from './small-policy.ts';

const RANGE = 'min: -0.3, max: 0.7, step: 0.1, unit: mm, bins: [-0.3, 0, 0.7]';

function measureOf(policy: Policy, keyword: string): Measure {
  const column = columnOf(policy, keyword);
  if (column?.kind !== 'measure') {
    throw new Error(`${keyword} is no measure`);
  }
  return column;
}

function measureOver(min: number, max: number, step: number): Measure {
  return measureOf(smallPolicy(smallWith(RANGE, `min: ${min}, max: ${max}, step: ${step}, unit: mm`)), 'PixelSpacing');
}

const policy = smallPolicy();
const spacing = measureOf(policy, 'PixelSpacing');

describe('a column', () => {
  it('is found by its keyword, and keys, dropped fields and unknown names have none', () => {
    expect(columnOf(policy, 'PatientAge')?.field.tag).toBe('0010,1010');
    for (const keyword of ['PatientID', 'PatientName', 'Nothing', 'constructor', '']) {
      expect(columnOf(policy, keyword)).toBeUndefined();
    }
  });

  it('has a code for each listed value, OTHER and MISSING, and for nothing else', () => {
    const sex = columnOf(policy, 'PatientSex');
    expect(
      sex?.kind === 'dimension' && ['F', 'M', 'OTHER', 'MISSING'].map((value) => dimensionCode(sex, value)),
    ).toEqual([0, 1, 2, 3]);
    for (const value of ['f', 'X', '', 'FEMALE', '0']) {
      expect(sex?.kind === 'dimension' && dimensionCode(sex, value)).toBeUndefined();
    }
  });
});

describe('the step of a value', () => {
  it('is the nearest, ties upwards, as decimals have it and not as doubles do', () => {
    const steps = [-0.3, -0.25, -0.2, -0.05, -0.04, 0, 0.04, 0.05, 0.15, 0.25, 0.35, 0.3, 0.7].map((x) =>
      measureStep(spacing, x),
    );
    expect(steps).toEqual([-3, -2, -2, 0, 0, 0, 0, 1, 2, 3, 4, 3, 7]);
    // 1.005/0.01 is 100.49999999999999 in doubles.
    expect(measureStep(measureOver(0, 10, 0.01), 1.005)).toBe(101);
    expect(Object.is(measureStep(spacing, -0.04), 0)).toBe(true);
  });

  it('is undefined for what lies outside the range, however near, and for what is no number', () => {
    for (const x of [-0.31, 0.71, 0.7000001, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]) {
      expect(measureStep(spacing, x)).toBeUndefined();
    }
  });

  it('reads numbers of any size: 1e-7, 1e21', () => {
    const fine = measureOver(0, 1, 1e-7);
    expect(fine.maxStep).toBe(10_000_000);
    expect(measureStep(fine, 1e-7)).toBe(1);
    expect(measureStep(fine, 4.9e-8)).toBe(0);
    expect(ceilStep(spacing, 1e21)).toBeUndefined();
    expect(floorStep(spacing, 1e21)).toBe(7);
  });
});

describe('a range snapped to the grid', () => {
  it('keeps exactly the steps inside it, ends included', () => {
    expect([ceilStep(spacing, -0.1), floorStep(spacing, 0.3)]).toEqual([-1, 3]);
    expect([ceilStep(spacing, -0.09), floorStep(spacing, 0.29)]).toEqual([0, 2]);
    expect([ceilStep(spacing, -5), floorStep(spacing, 5)]).toEqual([-3, 7]);
    expect([ceilStep(spacing, Number.NEGATIVE_INFINITY), floorStep(spacing, Number.POSITIVE_INFINITY)]).toEqual([
      -3, 7,
    ]);
    expect([ceilStep(spacing, 0.71), floorStep(spacing, -0.31)]).toEqual([undefined, undefined]);
    expect([ceilStep(spacing, Number.POSITIVE_INFINITY), floorStep(spacing, Number.NEGATIVE_INFINITY)]).toEqual([
      undefined,
      undefined,
    ]);
    expect([ceilStep(spacing, Number.NaN), floorStep(spacing, Number.NaN)]).toEqual([undefined, undefined]);
  });
});

describe('steps, against arithmetic on scaled integers', () => {
  const grids = [
    [0.01, 2],
    [0.05, 2],
    [0.1, 1],
    [5, 0],
    [0.003, 3],
    [0.7, 1],
  ] as const;

  it.each(grids)('are exact on the grid of %d', (step, places) => {
    const scale = 10n ** 6n;
    const unit = BigInt(Math.round(step * 10 ** places)) * 10n ** BigInt(6 - places);
    const measure = measureOver((-1_000 * Number(unit)) / 1e6, (1_000 * Number(unit)) / 1e6, step);
    fc.assert(
      fc.property(fc.bigInt({ min: -1_000n * unit, max: 1_000n * unit }), (millionths) => {
        const x = Number(
          `${millionths < 0n ? '-' : ''}${abs(millionths) / scale}.${String(abs(millionths) % scale).padStart(6, '0')}`,
        );
        expect(measureStep(measure, x)).toBe(Number(floorDivide(2n * millionths + unit, 2n * unit)));
        expect(floorStep(measure, x)).toBe(Number(floorDivide(millionths, unit)));
        expect(ceilStep(measure, x)).toBe(Number(-floorDivide(-millionths, unit)));
      }),
      { numRuns: 2_000 },
    );
  });
});

function abs(x: bigint): bigint {
  return x < 0n ? -x : x;
}

function floorDivide(x: bigint, by: bigint): bigint {
  const quotient = x / by;
  return x % by !== 0n && x < 0n ? quotient - 1n : quotient;
}
