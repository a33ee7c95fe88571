import { describe, expect, it } from 'vitest';
import { AssertionFailure, systemEntropy } from '../../src/base/index.ts';
import { bitsFrom } from '../../src/privacy/laplace/coins.ts';
import { discreteLaplace } from '../../src/privacy/laplace/discrete-laplace.ts';
import { isSmall } from '../../src/privacy/laplace/geometric.ts';
import { laplaceLaw } from '../../src/privacy/laws.ts';
import { type Rational, rational } from '../../src/privacy/rational.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { chiSquareDeviate } from './chi-square.ts';

// χ² on n = 50,000 draws of the system's entropy; a deviate above 6 rejects, α = 10⁻⁹ a test. A scale off by 10 % moves
// the deviate above 15, so the power is 1 for all purposes; it is shown each time by planting that fault, both ways.

const N = 50_000;
const REJECTED = 6;

function draws(scale: Rational, n: number): readonly bigint[] {
  const draw = discreteLaplace(scale, bitsFrom(systemEntropy()));
  return Array.from({ length: n }, draw);
}

function times(scale: Rational, over: bigint, under: bigint): Rational {
  return rational(scale.numerator * over, scale.denominator * under);
}

const SCALES = [
  ['1/2', rational(1n, 2n)],
  ['1', rational(1n, 1n)],
  ['2', rational(2n, 1n)],
  ['10/3', rational(10n, 3n)],
  ['10', rational(10n, 1n)],
  ['1000', rational(1_000n, 1n)],
  ['8.100000007…, ε = 0.123456789', rational(1_000_000_000n, 123_456_789n)],
  ['1 + 2⁻⁶⁰, any integers', rational(2n ** 60n + 1n, 2n ** 60n)],
  ['2⁴⁰, any integers', rational(2n ** 40n, 1n)],
] as const;

describe.each(SCALES)('draws of scale %s', (_, scale) => {
  const law = laplaceLaw(scale);

  it('follow the law', () => {
    expect(chiSquareDeviate(draws(scale, N), law)).toBeLessThan(REJECTED);
  });

  it('never pass for it with a scale 10 % too small or too large', () => {
    expect(chiSquareDeviate(draws(times(scale, 9n, 10n), N), law)).toBeGreaterThan(REJECTED);
    expect(chiSquareDeviate(draws(times(scale, 11n, 10n), N), law)).toBeGreaterThan(REJECTED);
  });
});

describe('a sampler', () => {
  it('takes the way of small integers exactly as far as they go', () => {
    expect(isSmall(rational(2n ** 31n, 1n))).toBe(true);
    expect(isSmall(rational(2n ** 31n + 1n, 1n))).toBe(false);
    expect(isSmall(rational(1n, 2n ** 53n - 1n))).toBe(true);
    expect(isSmall(rational(1n, 2n ** 53n))).toBe(false);
  });

  it('gives the same draws for the same bytes, and others for others', () => {
    const from = (seed: number): readonly bigint[] => {
      const draw = discreteLaplace(rational(50n, 1n), bitsFrom(seededEntropy(seed)));
      return Array.from({ length: 100 }, draw);
    };
    expect(from(1)).toEqual(from(1));
    expect(from(1)).not.toEqual(from(2));
  });

  it('never takes a scale that is not positive', () => {
    for (const scale of [rational(0n, 1n), rational(-1n, 1n), { numerator: 1n, denominator: -1n }]) {
      expect(() => discreteLaplace(scale, bitsFrom(systemEntropy()))).toThrow(AssertionFailure);
    }
  });
});
