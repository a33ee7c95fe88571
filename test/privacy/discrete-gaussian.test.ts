import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure, systemEntropy } from '../../src/base/index.ts';
import {
  bigGammas,
  discreteGaussian,
  type Gamma,
  isSmallVariance,
  keeping,
  proposalScale,
  smallGammas,
  squareRoot,
} from '../../src/privacy/gaussian/discrete-gaussian.ts';
import { lazyCoins } from '../../src/privacy/gaussian/lazy-coins.ts';
import { bitsFrom, withExponential } from '../../src/privacy/laplace/coins.ts';
import { gaussianLaw } from '../../src/privacy/laws.ts';
import { type Rational, rational } from '../../src/privacy/rational.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { chiSquareDeviate } from './chi-square.ts';
import { evenly, exactExponential, explore, treeCoins } from './coin-tree.ts';
import { expMinus, ONE, SLACK, toDouble } from './fixed-point.ts';

const variances = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 6n }), fc.bigInt({ min: 1n, max: 10n ** 4n }))
  .map(([n, d]) => rational(n, d));
const proposals = fc.bigInt({ min: -(10n ** 7n), max: 10n ** 7n });

describe('a fraction landed digit by digit, every bit enumerated', () => {
  it.each([
    [0n, 5n],
    [1n, 2n],
    [3n, 7n],
    [255n, 256n],
    [1n, 10n ** 30n],
    [7n, 7n],
  ])('lands with probability %d/%d, exactly', (u, t) => {
    const { masses, residual } = explore(
      (choose) => lazyCoins({ take: (count) => choose(evenly(2 ** count)) }).chance(u, t),
      1e-7,
    );
    const found = masses.get(true) ?? 0n;
    expect(found * t <= u * ONE && u * ONE <= (found + residual) * t).toBe(true);
    expect(toDouble(residual)).toBeLessThan(1e-6);
  });
});

describe('a proposal', () => {
  it.each([rational(1n, 1n), rational(1n, 3n), rational(7n, 2n), rational(40n, 1n)])(
    'of σ² = $numerator/$denominator is kept with probability e^{−γ} exactly, from fair coins up, in both ways',
    (variance) => {
      for (let y = -3n; y <= 3n; y += 1n) {
        const gamma = bigGammas(variance)(y)!;
        const truth = expMinus(gamma.whole * gamma.of + gamma.rest, gamma.of);
        const big = explore(
          (choose) => keeping(bigGammas(variance), withExponential(treeCoins(choose, BigInt)))(y),
          1e-9,
        );
        const small = explore(
          (choose) => keeping(smallGammas(variance), withExponential(treeCoins(choose, Number)))(y),
          1e-9,
        );
        for (const { masses, residual } of [big, small]) {
          const found = masses.get(true) ?? 0n;
          expect(found <= truth + SLACK && truth <= found + residual + SLACK).toBe(true);
          expect(toDouble(residual)).toBeLessThan(1e-3);
        }
      }
    },
  );

  it('and the keeping of it together have a mass that is e^{−x²/2σ²} up to one constant, to 60 digits', () => {
    fc.assert(
      fc.property(
        variances,
        fc.array(fc.bigInt({ min: -60n, max: 60n }), { minLength: 2, maxLength: 8 }),
        (variance, ys) => {
          const t = proposalScale(variance);
          // The logarithm of (proposal × keep) over the target, as an exact fraction: the same for every y.
          const constants = ys.map((y) => {
            const { whole, rest, of } = bigGammas(variance)(y)!;
            const size = y < 0n ? -y : y;
            const { numerator: n, denominator: d } = variance;
            // −|y|/t − γ + y²·d/2n over the common denominator 2·n·t·of.
            const over = -size * 2n * n * of - (whole * of + rest) * 2n * n * t + y * y * d * t * of;
            return rational(over, 2n * n * t * of);
          });
          expect(new Set(constants.map(({ numerator, denominator }) => `${numerator}/${denominator}`)).size).toBe(1);
        },
      ),
    );
  });

  it('never is kept otherwise than so: a planted σ²/t off by one is seen', () => {
    const off: (y: bigint) => Gamma<bigint> = (y) => bigGammas(rational(4n, 1n))(y + 1n)!;
    const { masses } = explore(
      (choose) => keeping(off, exactExponential(choose, treeCoins(choose, BigInt)))(1n),
      1e-20,
    );
    const gamma = bigGammas(rational(4n, 1n))(1n)!;
    expect(toDouble(masses.get(true) ?? 0n)).not.toBeCloseTo(
      toDouble(expMinus(gamma.whole * gamma.of + gamma.rest, gamma.of)),
      3,
    );
  });

  it('has the same exponent in small and in any integers, as far as the small ones go', () => {
    fc.assert(
      fc.property(variances, proposals, (variance, y) => {
        fc.pre(isSmallVariance(variance));
        const [small, big] = [smallGammas(variance)(y), bigGammas(variance)(y)!];
        if (small !== undefined) {
          expect([small.whole, small.rest, small.of].map(BigInt)).toEqual([big.whole, big.rest, big.of]);
        }
        expect(big.rest >= 0n && big.rest < big.of).toBe(true);
      }),
    );
    expect(smallGammas(rational(100n, 1n))(10n ** 7n)).toBeUndefined();
    expect(isSmallVariance(rational(1_000_000n, 1n))).toBe(false);
  });

  it('has the scale ⌊σ⌋ + 1', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (value) => {
        const root = squareRoot(value);
        expect(root * root <= value && value < (root + 1n) ** 2n).toBe(true);
      }),
    );
    expect(proposalScale(rational(99n, 1n))).toBe(10n);
    expect(proposalScale(rational(100n, 1n))).toBe(11n);
    expect(proposalScale(rational(1n, 5n))).toBe(1n);
  });
});

// χ² as for the discrete Laplace draws: n = 50,000 of the system's entropy, a deviate above 6 rejects, α = 10⁻⁹ a test; a σ
// off by 10 % is planted both ways and rejected each time.
const N = 50_000;
const REJECTED = 6;

function draws(variance: Rational): readonly bigint[] {
  return Array.from({ length: N }, discreteGaussian(variance, bitsFrom(systemEntropy())));
}

function times({ numerator, denominator }: Rational, over: bigint, under: bigint): Rational {
  return rational(numerator * over, denominator * under);
}

describe.each([
  ['1/2', rational(1n, 2n)],
  ['1', rational(1n, 1n)],
  ['4', rational(4n, 1n)],
  ['100', rational(100n, 1n)],
  ['1/(2·0.123456789)', rational(500_000_000n, 123_456_789n)],
  ['10⁴, any integers', rational(10_000n, 1n)],
  ['8 + 2⁻⁶⁰, any integers', rational(8n * 2n ** 60n + 1n, 2n ** 60n)],
] as const)('draws of σ² = %s', (_, variance) => {
  const law = gaussianLaw(variance);

  it('follow the law', () => {
    expect(chiSquareDeviate(draws(variance), law)).toBeLessThan(REJECTED);
  });

  it('never pass for it with a σ 10 % too small or too large', () => {
    expect(chiSquareDeviate(draws(times(variance, 81n, 100n)), law)).toBeGreaterThan(REJECTED);
    expect(chiSquareDeviate(draws(times(variance, 121n, 100n)), law)).toBeGreaterThan(REJECTED);
  });
});

describe('a sampler of Gaussian noise', () => {
  it('gives the same draws for the same bytes', () => {
    const from = (seed: number) =>
      Array.from({ length: 50 }, discreteGaussian(rational(900n, 7n), bitsFrom(seededEntropy(seed))));
    expect(from(1)).toEqual(from(1));
    expect(from(1)).not.toEqual(from(2));
  });

  it('never takes a σ² that is not positive', () => {
    for (const variance of [rational(0n, 1n), rational(-1n, 2n)]) {
      expect(() => discreteGaussian(variance, bitsFrom(systemEntropy()))).toThrow(AssertionFailure);
    }
  });
});
