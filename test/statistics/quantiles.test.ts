import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import { laplaceLaw, type NoiseLaw, noiseSum, type Rational, rational } from '../../src/privacy/laws.ts';
import { type NoisyTree, quantilesOf } from '../../src/statistics/index.ts';
import { missOf } from '../../src/statistics/linear-error.ts';
import { leavesOf, weightedWidth, weightsOf } from '../../src/statistics/noisy-tree.ts';
import { rising } from '../../src/statistics/rising.ts';
import { covers, expectCovers } from './coverage.ts';
import { laplace } from './noise.ts';

const ALPHA = 0.05;

interface Shape {
  readonly branching: number;
  readonly height: number;
  readonly scale: Rational;
}

const laplaceNoise = (scale: Rational) => ({ name: 'discrete-laplace', scale }) as const;

const widths = new Map<string, bigint>();

/** The tree over leaf counts, every node with noise that `noise` gives by its place. */
function treeOf(
  leaves: readonly number[],
  { branching, height, scale }: Shape,
  noise: (node: number) => bigint,
): NoisyTree {
  const levels: bigint[][] = [];
  for (let below = leaves.map(BigInt); levels.length < height; ) {
    levels.unshift(below);
    const whole = below;
    below = Array.from({ length: Math.ceil(whole.length / branching) }, (_, at) =>
      whole.slice(at * branching, (at + 1) * branching).reduce((sum, one) => sum + one, 0n),
    );
  }
  let node = 0;
  return {
    ...{ branching, step: 1, edges: Array.from({ length: leaves.length + 1 }, (_, at) => at * 10) },
    levels: levels.map((level) => level.map((count) => count + noise(node++))),
    within(nodes, alpha) {
      const key = `${scale.numerator}/${scale.denominator} ${nodes} ${alpha}`;
      const w = widths.get(key) ?? noiseSum(new Array<Rational>(nodes).fill(scale).map(laplaceNoise)).within(alpha);
      widths.set(key, w);
      return w;
    },
  };
}

/** The leaf that holds the smallest x that at least the share p of the values doesn't exceed. */
function leafOf(leaves: readonly number[], p: number): number {
  const whole = leaves.reduce((sum, one) => sum + one, 0);
  let below = 0;
  return leaves.findIndex((count) => {
    below += count;
    return below >= p * whole - 1e-9;
  });
}

/** The share of a log-normal number in a leaf of 256, of which the median is the tenth. */
function skewed(leaf: number): number {
  return leaf === 0 ? 0 : Math.exp(-((Math.log(leaf / 10) / 0.8) ** 2) / 2) / (leaf * 0.8 * Math.sqrt(2 * Math.PI));
}

const still: Shape = { branching: 4, height: 2, scale: rational(1n, 1_000n) };
const none = () => 0n;

describe('quantiles', () => {
  it('are the ones of the values, within their leaf, where there is no noise to speak of', () => {
    const counts = fc.array(fc.nat({ max: 30 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        (leaves, branching, height) => {
          fc.pre(leaves.some((count) => count > 0));
          const at = [0.01, 0.25, 0.5, 0.75, 0.99];
          const found = quantilesOf(treeOf(leaves, { ...still, branching, height }, none), at, ALPHA);
          found.forEach((one, index) => {
            const leaf = leafOf(leaves, at[index] ?? 0);
            expect(covers(one, leaf * 10) && covers(one, leaf * 10 + 9)).toBe(true);
            expect(one.estimable && one.value).toBeGreaterThanOrEqual(leaf * 10);
            expect(one.estimable && one.value).toBeLessThanOrEqual(leaf * 10 + 9);
          });
        },
      ),
    );
  });

  it('are interpolated within a leaf of several values, as if each of them were there as often', () => {
    const found = quantilesOf(treeOf([10, 40, 10, 10], still, none), [0.5, 17.99 / 70, 18.01 / 70], ALPHA);
    expect(found).toMatchObject([16, 11, 12].map((value) => ({ estimable: true, value, low: 10, high: 19 })));
  });

  it('are the very quantiles of the values, none beyond the bounds, where a leaf is one value and noise is small', () => {
    const counts = fc.array(fc.nat({ max: 9 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(counts, fc.constantFrom(1, 5, 0.05, 0.1), (leaves, step) => {
        fc.pre(leaves.some((count) => count > 0));
        const tree = {
          ...treeOf(leaves, { ...still, height: 3 }, none),
          edges: [...leaves.keys(), leaves.length],
          step,
        };
        const at = [0.0501, 0.2501, 0.5001, 0.7501, 0.9999]; // no whole number of at most 360 values
        // As written by a person: 12 steps of 0.05 are 0.6, and not 0.6000000000000001.
        const truth = at.map((p) => Number((leafOf(leaves, p) * step).toFixed(2)));
        expect(quantilesOf(tree, at, ALPHA)).toEqual(
          truth.map((value) => ({ estimable: true, value, low: value, high: value })),
        );
      }),
    );
  });

  it('never fall as the probability rises, however wild the noise, and lie in their intervals', () => {
    const scale = rational(40n, 1n);
    const noise = laplace(40);
    const at = Array.from({ length: 19 }, (_, k) => (k + 1) / 20);
    for (let turn = 0; turn < 300; turn += 1) {
      const leaves = Array.from({ length: 20 }, (_, leaf) => (leaf === 7 ? 900 : 20));
      const tree = treeOf(leaves, { branching: 4, height: 3, scale }, () => noise.noisy(0).value);
      const found = quantilesOf(tree, at, ALPHA).map((one) => (one.estimable ? one : undefined));
      found.forEach((one, k) => {
        const before = found[k - 1] ?? one;
        expect(one && before && before.value <= one.value && before.low <= one.low && before.high <= one.high).toBe(
          true,
        );
        expect(one && one.low <= one.value && one.value <= one.high).toBe(true);
      });
    }
  });

  it('cover exactly as often as the enumeration of the noise of every node says, at least 95 in 100', () => {
    // 3 leaves under 2 nodes, b = 1/2; the median lies one patient from an edge, where it is missed most.
    const [scale, leaves, reach] = [rational(1n, 2n), [21, 20, 3], 5];
    const shape = { branching: 2, height: 2, scale };
    const { pmf } = laplaceLaw(scale);
    const truth = 10 * leafOf(leaves, 0.5) + 5;
    const noise: number[] = [];
    const estimate = () =>
      quantilesOf(
        treeOf(leaves, shape, (node) => BigInt(noise[node] ?? 0)),
        [0.5],
        ALPHA,
      )[0]!;
    let [exact, all] = [0, 0];
    const walk = (node: number, mass: number): void => {
      if (node === 5) {
        all += mass;
        exact += covers(estimate(), truth) ? mass : 0;
        return;
      }
      for (let k = -reach; k <= reach; k += 1) {
        noise[node] = k;
        if (mass * pmf(k) > 1e-8) {
          walk(node + 1, mass * pmf(k));
        }
      }
    };
    walk(0, 1);
    expect(all).toBeGreaterThan(0.999);
    expect(exact).toBeGreaterThanOrEqual(1 - ALPHA);
    const source = laplace(1, 2);
    const release = () =>
      quantilesOf(
        treeOf(leaves, shape, () => source.noisy(0).value),
        [0.5],
        ALPHA,
      )[0]!;
    // Made narrower by three quarters about its value, the interval loses the middle of the leaf.
    expectCovers({ truth, exact, release, narrow: 0.25 });
  });

  it('cover in a tree of 64 leaves and two sites at least 95 in 100, and not with a quarter of the width', () => {
    const scales = [rational(8n, 1n), rational(20n, 1n)];
    const sources = [laplace(8), laplace(20)];
    const leaves = Array.from({ length: 64 }, (_, leaf) => 5 + Math.round(60 * Math.exp(-(((leaf - 30) / 9) ** 2))));
    const known = new Map<string, bigint>();
    const within = (nodes: number, alpha: number): bigint => {
      const w =
        known.get(`${nodes} ${alpha}`) ??
        noiseSum(scales.flatMap((one) => new Array<Rational>(nodes).fill(one)).map(laplaceNoise)).within(alpha);
      known.set(`${nodes} ${alpha}`, w);
      return w;
    };
    const n = 1_500;
    const trees = Array.from({ length: n }, () => ({
      ...treeOf(leaves, { branching: 8, height: 2, scale: rational(1n, 1n) }, () =>
        sources.reduce((sum, one) => sum + one.noisy(0).value, 0n),
      ),
      within,
    }));
    const missed = (share: bigint): number =>
      trees.filter((tree) => {
        const narrower = { ...tree, within: (nodes: number, alpha: number) => within(nodes, alpha) / share };
        return !covers(quantilesOf(narrower, [0.25], ALPHA)[0]!, 10 * leafOf(leaves, 0.25) + 5);
      }).length;
    // α = 10⁻⁹: 0.05·n + 6.1 deviations.
    const most = 0.05 * n + 6.1 * Math.sqrt(0.05 * 0.95 * n);
    expect(missed(1n)).toBeLessThan(most);
    expect(missed(4n)).toBeGreaterThan(most);
  });

  it('of a skewed number of 200 patients leave out most of its range, in the tail as well', () => {
    const leaves = Array.from({ length: 256 }, (_, leaf) => Math.round(200 * skewed(leaf)));
    const source = laplace(1);
    const shape = { branching: 16, height: 2, scale: rational(1n, 1n) };
    const one = treeOf(leaves, shape, none);
    const trees = Array.from({ length: 400 }, () => ({
      ...treeOf(leaves, shape, () => source.noisy(0).value),
      within: one.within,
    }));
    const widths = [0.5, 0.9].map((p) => {
      const found = trees.flatMap((tree) => quantilesOf(tree, [p], ALPHA));
      return found.reduce((sum, each) => sum + (each.estimable ? each.high - each.low : 0), 0) / (400 * 2_560);
    });
    expect(widths[0]).toBeLessThan(0.012);
    expect(widths[1]).toBeLessThan(0.15);
  });

  it('are never given where there may be no value, nor for a probability that is none', () => {
    const shape = { branching: 2, height: 1, scale: rational(10n, 1n) };
    expect(quantilesOf(treeOf([20, 20], shape, none), [0.5], ALPHA)).toMatchObject([{ estimable: false }]);
    for (const p of [0, 1, -0.1, Number.NaN]) {
      expect(() => quantilesOf(treeOf([200, 200], shape, none), [p], ALPHA)).toThrow(AssertionFailure);
    }
  });

  it('never take a tree that does not fit together', () => {
    const tree = treeOf([1, 2, 3, 4, 5], { branching: 2, height: 2, scale: rational(1n, 1n) }, none);
    const [top = [], bottom = []] = tree.levels;
    for (const part of [
      { step: 0 },
      { edges: [0, 0.5, 1, 2, 3, 4] },
      { edges: [0, 1, 2, 3, 4] },
      { edges: [0, 1, 2, 2, 3, 4] },
      { branching: 1 },
      { levels: [] },
      { levels: [top.slice(1), bottom] },
      { levels: [bottom, bottom] },
    ]) {
      expect(() => quantilesOf({ ...tree, ...part }, [0.5], ALPHA)).toThrow(AssertionFailure);
    }
  });
});

/** (1 − p)·left − p·right of an edge, by least-squares counts. */
function balanceOf(tree: NoisyTree, edge: number, p: number): number {
  return leavesOf(tree).reduce((sum, count, leaf) => sum + (leaf < edge ? 1 - p : -p) * count, 0);
}

describe('least-squares counts of a tree', () => {
  const numbers = fc.array(fc.integer({ min: -30, max: 60 }), { minLength: 6, maxLength: 40 });

  it('leave what nodes and leaves are off by in balance, as nothing but the least sum of squares does', () => {
    fc.assert(
      fc.property(
        numbers,
        fc.integer({ min: 2, max: 9 }),
        fc.infiniteStream(fc.integer({ min: -9, max: 9 })),
        (leaves, branching, noise) => {
          const tree = treeOf(leaves, { ...still, branching }, () => BigInt(noise.next().value ?? 0));
          const [nodes = [], own = []] = tree.levels;
          const found = leavesOf(tree);
          const offs = nodes.map((count, node) =>
            found.slice(node * branching, (node + 1) * branching).reduce((left, one) => left - one, Number(count)),
          );
          found.forEach((one, leaf) => {
            expect(Number(own[leaf]) - one + (offs[Math.floor(leaf / branching)] ?? 0)).toBeCloseTo(0, 9);
          });
        },
      ),
    );
  });

  it.each([1, 2])('weigh the noise of each number as stated, in a tree of %i levels', (height) => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 9 }), fc.nat(40), (leaves, branching, at) => {
        const [edge, p] = [Math.min(at, leaves.length), 0.3];
        const plain = treeOf(leaves, { ...still, branching, height }, none);
        const size = plain.levels.reduce((sum, level) => sum + level.length, 0);
        const moved = Array.from({ length: size }, (_, one) => {
          const tree = treeOf(leaves, { ...still, branching, height }, (node) => (node === one ? 1n : 0n));
          return balanceOf(tree, edge, p) - balanceOf(plain, edge, p);
        });
        const stated = weightsOf(plain, edge, p).flatMap(({ weight, times }) => new Array<number>(times).fill(weight));
        const inOrder = (weights: readonly number[]): string[] =>
          weights
            .map((one) => (one + 100).toFixed(6))
            .toSorted()
            .filter((one) => one !== '100.000000');
        expect(inOrder(moved)).toEqual(inOrder(stated));
      }),
    );
  });

  const gaussian = (over: bigint, under = 1n): NoiseLaw => ({
    name: 'discrete-gaussian',
    sigmaSquared: rational(over, under),
  });
  it.each<readonly [string, readonly number[], readonly NoiseLaw[]]>([
    ['ε 0.1', [17, 256], [laplaceNoise(rational(20n, 1n))]],
    ['ε 1', [17, 256], [laplaceNoise(rational(2n, 1n))]],
    ['ε 7', [17, 256], [laplaceNoise(rational(3n, 10n))]],
    ['zCDP at ε 1', [91], [gaussian(4n)]],
    ['zCDP at ε 4', [91], [gaussian(1n, 4n)]],
    [
      'three sites of both kinds',
      [91],
      [laplaceNoise(rational(2n, 1n)), laplaceNoise(rational(20n, 1n)), gaussian(4n)],
    ],
  ])('are off by more than the width of their edge at most as often as it says: %s', (what, sizes, laws) => {
    const { variance, characteristic } = noiseSum(laws);
    const known = new Map<string, bigint>();
    const within = (nodes: number, alpha: number): bigint => {
      const key = `${nodes} ${alpha}`;
      const w = known.get(key) ?? noiseSum(new Array<typeof laws>(nodes).fill(laws).flat()).within(alpha);
      known.set(key, w);
      return w;
    };
    const misses = sizes.flatMap((leaves) => {
      const branching = Math.ceil(Math.sqrt(leaves));
      const tree = { ...treeOf(new Array(leaves).fill(0), { ...still, branching }, none), within };
      return [3, Math.floor(leaves / 2)].flatMap((edge) =>
        [0.001, 0.9].map((p) => {
          const weights = weightsOf(tree, edge, p);
          const terms = weights.map(({ weight, times }) => ({
            weight,
            noise: { variance: times * variance, characteristic: (t: number) => characteristic(t) ** times },
          }));
          const w = weightedWidth(tree, weights, ALPHA);
          return w === 0 ? 0 : missOf({ terms, samplingVariance: 0 }, w);
        }),
      );
    });
    expect(Math.max(...misses)).toBeLessThanOrEqual(ALPHA);
    // Nor is a width much wider than it must be, where noise is more than a patient or two.
    expect(Math.min(...misses)).toBeGreaterThan(what === 'ε 0.1' ? 0.8 * ALPHA : 0);
  });
});

describe('far out', () => {
  it.each([0.009, 1e-3, 1e-4, 1e-6])(
    'edges are off by more than their width at most as often as α = %d says',
    (alpha) => {
      const law = noiseSum([laplaceNoise(rational(20n, 1n))]);
      const misses = [19, 20, 91].flatMap((leaves) => {
        const branching = Math.ceil(Math.sqrt(leaves));
        const within = (nodes: number, of: number): bigint => law.within(of, nodes);
        const tree = { ...treeOf(new Array(leaves).fill(0), { ...still, branching }, none), within };
        return [1, 2, leaves - 3].flatMap((edge) =>
          [0.05, 0.5, 0.99].map((p) => {
            const weights = weightsOf(tree, edge, p);
            const terms = weights.map(({ weight, times }) => ({
              weight,
              noise: { variance: times * law.variance, characteristic: (t: number) => law.characteristic(t) ** times },
            }));
            return missOf({ terms, samplingVariance: 0 }, weightedWidth(tree, weights, alpha)) / alpha;
          }),
        );
      });
      expect(Math.max(...misses)).toBeLessThanOrEqual(1);
      expect(Math.max(...misses)).toBeGreaterThan(0.5);
    },
  );
});

describe('the width of an edge in a tree of one level', () => {
  it('is never above the widths of both sides together, which noise of hardly a patient makes narrower', () => {
    const tree = treeOf(new Array(12).fill(4), { branching: 12, height: 1, scale: rational(3n, 10n) }, none);
    const both = 0.1 * Number(tree.within(11, ALPHA / 2)) + 0.9 * Number(tree.within(1, ALPHA / 2));
    expect(weightedWidth(tree, weightsOf(tree, 11, 0.9), ALPHA)).toBeLessThanOrEqual(both + 1e-12);
  });
});

describe('the nearest rising sequence', () => {
  it('is the least-squares one: it rises, keeps what rises, and pools what falls', () => {
    expect(rising([1, 2, 3])).toEqual([1, 2, 3]);
    expect(rising([3, 1])).toEqual([2, 2]);
    expect(rising([1, 4, 2, 3, 9])).toEqual([1, 3, 3, 3, 9]);
    const far = (from: readonly number[], to: readonly number[]): number =>
      from.reduce((sum, one, at) => sum + (one - (to[at] ?? 0)) ** 2, 0);
    const numbers = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(numbers, numbers, (values, other) => {
        const found = rising(values);
        const rival = values.map((_, at) => other[at] ?? 20).sort((a, b) => a - b);
        expect(found.every((one, at) => at === 0 || one >= (found[at - 1] ?? one))).toBe(true);
        expect(far(values, found)).toBeLessThanOrEqual(far(values, rival) + 1e-9);
      }),
    );
  });
});
