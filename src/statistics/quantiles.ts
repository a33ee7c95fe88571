import { assert } from '../base/index.ts';
import { type Estimate, estimated } from './estimate.ts';
import { TOO_FEW } from './mean.ts';
import { assertTree, type NoisyTree, type Split, splitAt } from './noisy-tree.ts';
import { rising } from './rising.ts';

/** A multiple of a step such as 0.05 is off in the last digits of a double; what is left is that of a decimal number. */
const DIGITS = 15;

/** One edge of the leaves: the share left of it, and what its two sides may be off by. */
interface Rank extends Split {
  readonly share: number;
  readonly leftWithin: number;
  readonly rightWithin: number;
}

/**
 * The quantiles of the clamped values at probabilities `at`, from a tree: the smallest x that at least the share p of the values
 * doesn't exceed. With B̂ and Â the numbers left and right of an edge, (1 − p)·B̂ − p·Â crosses 0 at the quantile; its noise stays
 * within v = (1 − p)·w_B(α/2) + p·w_A(α/2) but for α. The interval runs from the first leaf that isn't too low by v to the last
 * that isn't too high by v, from the least value of the one to the greatest of the other; the estimate is one of the values, too:
 * where shares after the nearest rising sequence, spread evenly over a leaf's values, reach p. Estimates and ends never fall as p
 * rises. Not estimable when the whole count − w(α/2) < 1. About noise alone.
 * Inversion of a test: Lehmann, Romano, Testing Statistical Hypotheses (2005), §3.5.
 * @throws AssertionFailure for a tree that doesn't fit together or a probability outside (0, 1).
 */
export function quantilesOf(tree: NoisyTree, at: readonly number[], alpha: number): readonly Estimate[] {
  assertTree(tree);
  assert(
    at.every((p) => p > 0 && p < 1),
    'a quantile is asked for at a probability between 0 and 1',
  );
  const ranks = ranksOf(tree, alpha);
  const whole = ranks.at(-1);
  if (whole === undefined || whole.left.count - whole.leftWithin < 1) {
    return at.map(() => TOO_FEW);
  }
  const shares = rising(ranks.map(({ share }) => share));
  const found = at.map((p) => ({ p, leaves: leavesOf(ranks, p), value: stepOf(tree.edges, shares, p) }));
  return found.map(({ p, value }) => {
    // Noise could make an end fall as p rises; the wider of what neighbours say is right for both.
    const low = Math.min(...found.filter((other) => other.p >= p).map(({ leaves }) => leaves.first));
    const high = Math.max(...found.filter((other) => other.p <= p).map(({ leaves }) => leaves.last));
    const [from, to] = [tree.edges[low] ?? 0, (tree.edges[high + 1] ?? 0) - 1];
    const inUnit = (steps: number): number => Number((steps * tree.step).toPrecision(DIGITS));
    return estimated(inUnit(Math.min(Math.max(value, from), to)), inUnit(from), inUnit(to));
  });
}

function ranksOf(tree: NoisyTree, alpha: number): readonly Rank[] {
  const known = new Map<number, number>([[0, 0]]);
  const within = (nodes: number): number => {
    const w = known.get(nodes) ?? Number(tree.within(nodes, alpha / 2));
    known.set(nodes, w);
    return w;
  };
  return tree.edges.map((_, edge) => {
    const { left, right } = splitAt(tree, edge);
    const all = left.count + right.count;
    const share = edge === 0 ? 0 : edge === tree.edges.length - 1 ? 1 : all < 1 ? 0.5 : left.count / all;
    return { left, right, share, leftWithin: within(left.nodes), rightWithin: within(right.nodes) };
  });
}

/** The first and the last leaf that may hold the quantile. */
function leavesOf(ranks: readonly Rank[], p: number): { first: number; last: number } {
  const leaves = ranks.length - 1;
  const balance = ({ left, right }: Rank): number => (1 - p) * left.count - p * right.count;
  const slack = ({ leftWithin, rightWithin }: Rank): number => (1 - p) * leftWithin + p * rightWithin;
  // Rounding may only widen.
  const first =
    ranks.findIndex((rank, edge) => edge === leaves || (edge > 0 && balance(rank) >= -slack(rank) - 1e-9)) - 1;
  const last = ranks.findLastIndex(
    (rank, edge) => edge === 0 || (edge < leaves && balance(rank) <= slack(rank) + 1e-9),
  );
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
