import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import { halfWidthOf } from '../../src/statistics/linear-error.ts';
import { chiSquareTail, normalHalfWidth, normalTail } from '../../src/statistics/normal.ts';
import { laplace } from './noise.ts';

describe('the normal law', () => {
  // mpmath, 16 digits.
  it.each([
    [0, 0.5],
    [0.1, 0.460172162722971],
    [1, 0.15865525393145705],
    [2.4, 0.00819753592459613],
    [2.5, 0.006209665325776135],
    [2.6, 0.00466118802371875],
    [5, 2.866515718791939e-7],
    [10, 7.61985302416053e-24],
    [37, 5.72557122252458e-300],
  ])('has the reference value beyond z = %s, far tails included', (z, tail) => {
    expect(normalTail(z) / tail).toBeCloseTo(1, 12);
    expect(normalTail(-z)).toBeCloseTo(1 - tail, 15);
  });

  it('gives the z of a level, and χ² its tail', () => {
    expect(normalHalfWidth(0.05)).toBeCloseTo(1.959963984540054, 12);
    expect(normalHalfWidth(0.01)).toBeCloseTo(2.5758293035489004, 12);
    expect(normalHalfWidth(1e-9)).toBeCloseTo(6.109410204869, 10);
    expect(chiSquareTail(3.841458820694124)).toBeCloseTo(0.05, 14);
    expect(chiSquareTail(100) / 1.52397060483211e-23).toBeCloseTo(1, 11);
    expect(chiSquareTail(1_300) / 1.13037284414927e-284).toBeCloseTo(1, 10);
    expect(chiSquareTail(0)).toBe(1);
    expect(() => normalHalfWidth(1)).toThrow(AssertionFailure);
  });
});

describe('the width of a linear error', () => {
  const wide = laplace(1_000).at(0);

  it('is normal where there is no noise, and Laplace where there is nothing else', () => {
    expect(halfWidthOf({ terms: [], samplingVariance: 4 }, 0.05)).toBeCloseTo(2 * 1.959963984540054, 8);
    const alone = halfWidthOf({ terms: [{ weight: 0.001, noise: wide }], samplingVariance: 0 }, 0.05);
    // ln 20 = 2.9957; z·sd would be 2.77, too narrow.
    expect(alone).toBeCloseTo(Math.log(20), 2);
    expect(halfWidthOf({ terms: [{ weight: 0.001, noise: wide }], samplingVariance: 0 }, 1e-6)).toBeCloseTo(
      Math.log(1e6),
      1,
    );
  });

  it.each([0.3, 1, 3])('is that of the integral over both laws, noise being %s times as wide as sampling', (b) => {
    const w = halfWidthOf({ terms: [{ weight: b / 1_000, noise: wide }], samplingVariance: 1 }, 0.05);
    // P(|Z + X| > w) by Simpson's rule over Z, X continuous Laplace of scale b.
    const beyond = (z: number): number => {
      const upper = (x: number): number => (x > 0 ? Math.exp(-x / b) / 2 : 1 - Math.exp(x / b) / 2);
      return upper(w - z) + upper(w + z);
    };
    let sum = 0;
    const steps = 4_000;
    for (let at = 0; at <= steps; at += 1) {
      const z = -10 + (20 * at) / steps;
      const factor = at === 0 || at === steps ? 1 : at % 2 === 1 ? 4 : 2;
      sum += (factor * beyond(z) * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
    }
    expect((sum * 20) / steps / 3).toBeCloseTo(0.05, 5);
  });

  it('is never given where there is no error', () => {
    expect(() => halfWidthOf({ terms: [], samplingVariance: 0 }, 0.05)).toThrow(AssertionFailure);
  });
});
