import { describe, expect, it } from 'vitest';
import { type Coins, type ExponentialCoins, withExponential } from '../../src/privacy/laplace/coins.ts';
import { attempt } from '../../src/privacy/laplace/discrete-laplace.ts';
import { bigGrid, type Grid, smallGrid } from '../../src/privacy/laplace/geometric.ts';
import { rational } from '../../src/privacy/rational.ts';
import { type Choose, exactExponential, explore, lands, type Tree, treeCoins } from './coin-tree.ts';
import { expMinus, ONE, SLACK, toDouble } from './fixed-point.ts';

// No statistics: every way in which the coins can fall is run, with its exact probability. What is cut off is known.

type Wrap = <Integer extends number | bigint>(choose: Choose, coins: Coins<Integer>) => ExponentialCoins<Integer>;
type Attempt = (choose: Choose, scale: Scale, wrap: Wrap) => bigint | undefined;
type Scale = readonly [t: bigint, s: bigint];

const small: Attempt = (choose, [t, s], wrap) =>
  attempt(smallGrid(rational(t, s)), wrap(choose, treeCoins(choose, Number)));
const big: Attempt = (choose, [t, s], wrap) =>
  attempt(bigGrid(rational(t, s)), wrap(choose, treeCoins(choose, BigInt)));

const fromFairCoins: Wrap = (_, coins) => withExponential(coins);

/** P(an attempt gives z), by CKS20: ½·(1 − e^{−1})/t·Σ e^{−x/t} over the x with ⌊x/s⌋ = |z|, for t/s. */
function attemptMass(z: bigint, [t, s]: Scale): bigint {
  const from = s * (z < 0n ? -z : z);
  let sum = 0n;
  for (let r = 0n; r < s; r += 1n) {
    sum += expMinus(from + r, t);
  }
  return (sum * (ONE - expMinus(1n, 1n))) / (2n * t * ONE);
}

/** Throws unless every mass of the tree is the true one up to what was cut off. */
function expectTrue(tree: Tree<bigint | undefined>, scale: Scale, reach: bigint): void {
  for (let z = -reach; z <= reach; z += 1n) {
    const found = tree.masses.get(z) ?? 0n;
    const truth = attemptMass(z, scale);
    expect(found <= truth + SLACK && truth <= found + tree.residual + SLACK, `mass at ${z}`).toBe(true);
  }
}

describe('the coin e^{−u/t}', () => {
  it.each([
    [0n, 1n],
    [1n, 1n],
    [1n, 2n],
    [2n, 3n],
    [1n, 1_000n],
    [999n, 1_000n],
    [2n ** 40n - 1n, 2n ** 40n],
  ])('lands for %d/%d with its exact probability', (u, t) => {
    const { masses, residual } = explore(
      (choose) => withExponential(treeCoins(choose, BigInt)).exponential(u, t),
      1e-32,
    );
    const found = masses.get(true) ?? 0n;
    const truth = expMinus(u, t);
    expect(found <= truth + SLACK && truth <= found + residual + SLACK).toBe(true);
    expect(toDouble(residual)).toBeLessThan(1e-29);
  });
});

describe.each([
  ['small integers', small],
  ['any integers', big],
] as const)('an attempt in %s', (_, run) => {
  it.each([
    [[1n, 1n], 1e-7],
    [[1n, 2n], 1e-7],
    [[2n, 1n], 1e-7],
    [[3n, 2n], 1e-7],
    [[5n, 1n], 1e-7],
  ] as const)('has the exact law for b = %s, from fair coins up', (scale, floor) => {
    const tree = explore((choose) => run(choose, scale, fromFairCoins), floor);
    expectTrue(tree, scale, 6n * scale[0]);
    expect(tree.paths).toBeGreaterThan(1_000);
    expect(toDouble(tree.residual)).toBeLessThan(1e-3);
  });

  it.each([
    [[1n, 10n], 1e-25],
    [[10n, 1n], 1e-25],
    [[10n, 3n], 1e-25],
    [[65n, 64n], 1e-14],
    [[100n, 1n], 1e-10],
    [[150n, 7n], 1e-10],
  ] as const)('has the exact law for b = %s, above an exact coin', (scale, floor) => {
    const tree = explore((choose) => run(choose, scale, exactExponential), floor);
    expectTrue(tree, scale, 3n * scale[0]);
    expect(toDouble(tree.residual)).toBeLessThan(1e3 * floor);
  });

  it('never has minus zero for a second zero, nor any other fault planted here', () => {
    const twoZeros: Wrap = (choose, coins) => ({ ...exactExponential(choose, coins), oneIn: () => false });
    const wider: Wrap = (choose, coins) => {
      const { exponential, ...rest } = exactExponential(choose, coins);
      return { ...rest, exponential: (u, t) => exponential(u, t) || lands(choose, [1n, 10n]) };
    };
    for (const fault of [twoZeros, wider]) {
      const tree = explore((choose) => run(choose, [2n, 1n], fault), 1e-6);
      expect(() => expectTrue(tree, [2n, 1n], 4n)).toThrow('mass at');
    }
  });
});

describe('a magnitude', () => {
  it('is the same in small and in any integers, also beyond 2⁵³', () => {
    const grids: readonly (readonly [Grid<number>, Grid<bigint>])[] = [
      [3n, 7n] as const,
      [2n ** 31n, 3n] as const,
      [2n ** 31n - 1n, 2n ** 53n - 1n] as const,
    ].map(([t, s]) => [smallGrid(rational(t, s)), bigGrid(rational(t, s))]);
    for (const [narrow, wide] of grids) {
      for (const v of [0, 1, 2, 1_000, 2 ** 21, 2 ** 22 - 1, 2 ** 22, 2 ** 22 + 1, 2 ** 40]) {
        for (const u of [0, 1, narrow.t - 1]) {
          expect(narrow.magnitude(u, v)).toBe(wide.magnitude(BigInt(u), v));
        }
      }
    }
  });
});
