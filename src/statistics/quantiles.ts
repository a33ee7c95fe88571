import { assert, remembered } from '../base/index.ts';
import { type Estimate, estimated } from './estimate.ts';
import { TOO_FEW } from './mean.ts';
import { assertTree, leavesOf, type NoisyTree, weightedWidth, weightsOf } from './noisy-tree.ts';
import { rising } from './rising.ts';

/** A multiple of a step such as 0.05 is off in the last digits of a double; what is left is that of a decimal number. */
const DIGITS = 15;

/**
 * The quantiles of the clamped values at probabilities `at`, from a tree: the smallest x that at least the share p of the values
 * doesn't exceed. With B and A the least-squares counts left and right of an edge, (1 − p)·B − p·A crosses 0 at the quantile; its noise
 * has a law of its own at every edge and stays within that edge's w(α) but for α. The interval runs from the first leaf whose right edge isn't
 * below −w to the last whose left edge isn't above w, from the least value of the one to the greatest of the other: only the two edges of the true
 * leaf have to be kept, each against α/2 on one side. The estimate is one of the values, too: where shares after the nearest rising sequence, spread evenly over
 * a leaf's values, reach p. Estimates and ends never fall as p rises. Not estimable when the whole count − w(α) < 1. About noise alone.
 * Inversion of a test: Lehmann, Romano, Testing Statistical Hypotheses (2005), §3.5.
 * @throws AssertionFailure for a tree that doesn't fit together or a probability outside (0, 1).
 */
export function quantilesOf(tree: NoisyTree, at: readonly number[], alpha: number): readonly Estimate[] {
  assertTree(tree);
  assert(
    at.every((p) => p > 0 && p < 1),
    'a quantile is asked for at a probability between 0 and 1',
  );
  const left = countsLeft(tree);
  const whole = left.at(-1) ?? 0;
  if (whole - offBy(tree, { edge: tree.edges.length - 1, p: 0, alpha }) < 1) {
    return at.map(() => TOO_FEW);
  }
  const shares = rising(left.map((count, edge) => (edge === left.length - 1 ? 1 : count / whole)));
  const found = at.map((p) => ({
    p,
    leaves: leavesAt({ tree, left, alpha }, p),
    value: stepOf(tree.edges, shares, p),
  }));
  return found.map(({ p, value }) => {
    // Noise could make an end fall as p rises; the wider of what neighbours say is right for both.
    const low = Math.min(...found.filter((other) => other.p >= p).map(({ leaves }) => leaves.first));
    const high = Math.max(...found.filter((other) => other.p <= p).map(({ leaves }) => leaves.last));
    const [from, to] = [tree.edges[low] ?? 0, (tree.edges[high + 1] ?? 0) - 1];
    const inUnit = (steps: number): number => Number((steps * tree.step).toPrecision(DIGITS));
    return estimated(inUnit(Math.min(Math.max(value, from), to)), inUnit(from), inUnit(to));
  });
}

/** How many values lie left of each edge. */
function countsLeft(tree: NoisyTree): readonly number[] {
  const left = [0];
  for (const count of leavesOf(tree)) {
    left.push((left.at(-1) ?? 0) + count);
  }
  return left;
}

/** What an edge may be off by is the same for all trees of one law of noise, so it is kept. */
const widthsOf = remembered((_law: NoisyTree['within']) => new Map<string, number>());

/** How far (1 − p)·left − p·right of an edge may be off. */
function offBy(tree: NoisyTree, { edge, p, alpha }: { edge: number; p: number; alpha: number }): number {
  const widths = widthsOf(tree.within);
  const key = [tree.edges.length, tree.branching, tree.levels.length, edge, p, alpha].join(' ');
  const width = widths.get(key) ?? weightedWidth(tree, weightsOf(tree, edge, p), alpha);
  widths.set(key, width);
  return width;
}

interface Read {
  readonly tree: NoisyTree;
  /** How many values lie left of each edge. */
  readonly left: readonly number[];
  readonly alpha: number;
}

/** The first and the last leaf that may hold the quantile. */
function leavesAt({ tree, left, alpha }: Read, p: number): { first: number; last: number } {
  const leaves = left.length - 1;
  const balance = (edge: number): number => (left[edge] ?? 0) - p * (left[leaves] ?? 0);
  // Rounding may only widen.
  const slack = (edge: number): number => offBy(tree, { edge, p, alpha }) + 1e-9;
  const first = left.findIndex((_, edge) => edge === leaves || (edge > 0 && balance(edge) >= -slack(edge))) - 1;
  const last = left.findLastIndex((_, edge) => edge === 0 || (edge < leaves && balance(edge) <= slack(edge)));
  return first <= last ? { first, last } : { first: last, last: first };
}

/** The least step whose share is p, where a leaf's count is spread evenly over its steps. */
function stepOf(edges: readonly number[], shares: readonly number[], p: number): number {
  const to = shares.findIndex((share) => share >= p);
  const [low = 0, high = 1] = [shares[to - 1], shares[to]];
  const [from = 0, upTo = 0] = [edges[to - 1], edges[to]];
  // Whole after rounding: 3 of 10 steps must not become the fourth.
  return from + Math.max(1, Math.ceil(((upTo - from) * (p - low)) / (high - low) - 1e-9)) - 1;
}
