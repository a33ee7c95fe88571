import { describe, expect, it } from 'vitest';
import { AssertionFailure, systemEntropy } from '../../src/base/index.ts';
import { bitsFrom, type ExponentialCoins } from '../../src/privacy/laplace/coins.ts';
import { bigGrid, geometricAttempt, smallGrid } from '../../src/privacy/laplace/geometric.ts';
import { laplaceLaw } from '../../src/privacy/laws.ts';
import { gcd, type Rational, rational } from '../../src/privacy/rational.ts';
import { thinning } from '../../src/privacy/shares/negative-binomial.ts';
import { noiseShare, stepsPerShare } from '../../src/privacy/shares/noise-share.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { atOnce } from './at-once.ts';
import { chiSquareDeviate } from './chi-square.ts';
import { type Choose, exactExponential, explore, treeCoins } from './coin-tree.ts';
import { expMinus, ONE, SLACK, toDouble } from './fixed-point.ts';
import { shareLaw } from './share-masses.ts';

type Scale = readonly [t: bigint, s: bigint];

/** ∏_{i ≤ k} ((i − 1)s + 1)/(is): the binomial series of (1 − z)^{−1/s}. */
function coefficient(k: number, parts: number): Rational {
  let product = rational(1n, 1n);
  for (let i = 1; i <= k; i += 1) {
    product = times(product, rational(BigInt((i - 1) * parts + 1), BigInt(i * parts)));
  }
  return product;
}

function times(left: Rational, right: Rational): Rational {
  return rational(left.numerator * right.numerator, left.denominator * right.denominator);
}

function plus(left: Rational, right: Rational): Rational {
  const under = (left.denominator / gcd(left.denominator, right.denominator)) * right.denominator;
  return rational(left.numerator * (under / left.denominator) + right.numerator * (under / right.denominator), under);
}

describe('the weights of a share', () => {
  it.each([1, 2, 3, 5, 13])('convolved %i times are all 1: so many shares are one geometric draw, exactly', (parts) => {
    const own = Array.from({ length: 13 }, (_, k) => coefficient(k, parts));
    let all = own.map((_, k) => rational(k === 0 ? 1n : 0n, 1n));
    for (let part = 0; part < parts; part += 1) {
      all = all.map((_, k) =>
        own.slice(0, k + 1).reduce((sum, one, i) => plus(sum, times(one, all[k - i]!)), rational(0n, 1n)),
      );
    }
    expect(all).toEqual(own.map(() => rational(1n, 1n)));
  });
});

/** P(an attempt gives k): (1 − e^{−1})/t·Σ e^{−x/t} over the x with ⌊x/s⌋ = k, for t/s; then the weight of k. */
function attemptMass(k: number, [t, s]: Scale, parts: number): bigint {
  let sum = 0n;
  for (let r = 0n; r < s; r += 1n) {
    sum += expMinus(BigInt(k) * s + r, t);
  }
  const { numerator, denominator } = coefficient(k, parts);
  return (sum * (ONE - expMinus(1n, 1n)) * numerator) / (t * ONE * denominator);
}

type Run = (choose: Choose, scale: Scale) => bigint | undefined;

function small(choose: Choose, [t, s]: Scale): bigint | undefined {
  const coins: ExponentialCoins<number> = exactExponential(choose, treeCoins(choose, Number));
  return geometricAttempt(smallGrid(rational(t, s)), coins);
}

function big(choose: Choose, [t, s]: Scale): bigint | undefined {
  const coins: ExponentialCoins<bigint> = exactExponential(choose, treeCoins(choose, BigInt));
  return geometricAttempt(bigGrid(rational(t, s)), coins);
}

function expectTrue(run: Run, scale: Scale, parts: readonly [coins: number, truth: number]): void {
  const tree = explore((choose) => {
    const k = run(choose, scale);
    const thins = thinning(parts[0], treeCoins(choose, Number), treeCoins(choose, BigInt));
    return k !== undefined && atOnce(thins(k)) ? k : undefined;
  }, 1e-9);
  for (let k = 0; k <= 8; k += 1) {
    const found = tree.masses.get(BigInt(k)) ?? 0n;
    const truth = attemptMass(k, scale, parts[1]);
    expect(found <= truth + SLACK && truth <= found + tree.residual + SLACK, `mass at ${k}`).toBe(true);
  }
  expect(toDouble(tree.residual)).toBeLessThan(1e-4);
}

// No statistics: every way in which the coins can fall is run, with its exact probability.
describe.each([
  ['small integers', small],
  ['any integers', big],
] as const)('an attempt at half a share in %s', (_, run) => {
  it.each([
    [[1n, 1n], 1],
    [[1n, 1n], 2],
    [[2n, 1n], 2],
    [[3n, 2n], 3],
    [[1n, 3n], 5],
    [[2n, 1n], 13],
  ] as const)('has the exact law for b = %s in %i parts', (scale, parts) => {
    expectTrue(run, scale, [parts, parts]);
  });

  it('never has that of another shape', () => {
    expect(() => expectTrue(run, [2n, 1n], [3, 2])).toThrow('mass at');
    expect(() => expectTrue(run, [2n, 1n], [2, 3])).toThrow('mass at');
  });
});

it('cuts weights off exactly where small integers end', () => {
  const parts = 2 ** 30;
  const fair = { below: () => 0, chance: () => true, oneIn: () => true };
  const seen: bigint[] = [];
  const counted = {
    below: () => 0n,
    oneIn: () => true,
    chance: (u: bigint, t: bigint) => {
      seen.push(u, t);
      return true;
    },
  };
  atOnce(thinning(parts, fair, counted)(4n));
  expect(seen).toEqual([2n ** 31n + 1n, 3n * 2n ** 30n, 3n * 2n ** 30n + 1n, 2n ** 32n]);
});

// χ² on n = 40,000 draws; a deviate above 6 rejects, α = 10⁻⁹ a test. That it has power shows each time: shares of a shape one
// part too small or too large, and a missing share, are rejected. The suite of federation draws a million.
const N = 40_000;
const REJECTED = 6;

function sums(scale: Rational, parts: number, count: number): readonly bigint[] {
  const drawing = noiseShare(scale, parts, bitsFrom(systemEntropy()));
  const draw = () => atOnce(drawing());
  return Array.from({ length: N }, () => {
    let sum = 0n;
    for (let share = 0; share < count; share += 1) {
      sum += draw();
    }
    return sum;
  });
}

describe.each([
  [rational(2n, 1n), 2],
  [rational(10n, 3n), 3],
  [rational(10n, 1n), 5],
])('shares of scale %o in %i parts', (scale, parts) => {
  it('add up to one discrete-Laplace draw when they are all there, and never when one is missing', () => {
    expect(chiSquareDeviate(sums(scale, parts, parts), laplaceLaw(scale))).toBeLessThan(REJECTED);
    expect(chiSquareDeviate(sums(scale, parts, parts - 1), laplaceLaw(scale))).toBeGreaterThan(REJECTED);
  });

  it('follow their own law one by one, and never that of another shape', () => {
    const one = sums(scale, parts, 1);
    expect(chiSquareDeviate(one, shareLaw(scale, 1 / parts))).toBeLessThan(REJECTED);
    expect(chiSquareDeviate(one, shareLaw(scale, 1 / (parts + 1)))).toBeGreaterThan(REJECTED);
    expect(chiSquareDeviate(one, shareLaw(scale, 1 / (parts - 0.5)))).toBeGreaterThan(REJECTED);
  });
});

describe('a sampler of shares', () => {
  it('takes no bits before it is asked to go on, and only a few kilobytes from one pause to the next', () => {
    let filled = 0;
    const seeded = seededEntropy(8);
    const counting = {
      fill(bytes: Uint8Array) {
        filled += bytes.length;
        seeded.fill(bytes);
      },
    };
    const drawing = noiseShare(rational(100_000n, 1n), 2, bitsFrom(counting))();
    expect(filled).toBe(0);
    let [pauses, most] = [0, 0];
    for (let before = 0; drawing.next().done !== true; before = filled) {
      pauses += 1;
      most = Math.max(most, filled - before);
    }
    expect(pauses).toBeGreaterThan(10);
    expect(most).toBeLessThan(64 * 1024);
  });

  it('gives the same shares for the same bytes, and others for others', () => {
    const from = (seed: number): readonly bigint[] => {
      const drawing = noiseShare(rational(50n, 1n), 3, bitsFrom(seededEntropy(seed)));
      const draw = () => atOnce(drawing());
      return Array.from({ length: 50 }, draw);
    };
    expect(from(1)).toEqual(from(1));
    expect(from(1)).not.toEqual(from(2));
  });

  it('is for positive scales and whole parts only', () => {
    for (const [scale, parts] of [
      [rational(0n, 1n), 1],
      [rational(1n, 1n), 0],
      [rational(1n, 1n), 1.5],
    ] as const) {
      expect(() => noiseShare(scale, parts, bitsFrom(systemEntropy()))).toThrow(AssertionFailure);
    }
  });

  it('never takes more steps on average than foretold', () => {
    for (const [scale, parts] of [
      [rational(100n, 1n), 2],
      [rational(100n, 1n), 13],
      [rational(1n, 2n), 3],
    ] as const) {
      let steps = 0;
      const bits = bitsFrom(seededEntropy(5));
      const counting = { take: (count: number) => bits.take(count) };
      const thins = thinning(
        parts,
        {
          below: () => 0,
          oneIn: () => true,
          chance: (u, t) => {
            steps += 1;
            return Number(counting.take(31)) / 2 ** 31 < u / t;
          },
        },
        { below: () => 0n, oneIn: () => true, chance: () => true },
      );
      const q = Math.exp(-Number(scale.denominator) / Number(scale.numerator));
      for (let kept = 0; kept < 2 * 2_000; ) {
        // A geometric draw by inversion: the law of what is thinned, not its bits, decides how many coins it takes.
        const k = BigInt(Math.floor(Math.log((bits.take(30) + 1) / 2 ** 30) / Math.log(q)));
        steps += 1;
        kept += atOnce(thins(k)) ? 1 : 0;
      }
      expect(steps / 2_000).toBeLessThan(stepsPerShare(scale));
    }
  });
});
