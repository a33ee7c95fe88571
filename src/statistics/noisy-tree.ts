import { assert } from '../base/index.ts';

/**
 * A released tree of counts, possibly summed over sites node by node: every value counts once in each level. All nodes have noise
 * of one law, independent of one another.
 */
export interface NoisyTree {
  /** Where leaves begin, in whole steps, rising, and where the last one ends: a leaf holds the values of the steps from … to − 1. */
  readonly edges: readonly number[];
  /** The distance of two neighbouring values, in the field's unit, above 0. */
  readonly step: number;
  /** How many nodes of the next level a node stands for; the last node of a level may stand for fewer. */
  readonly branching: number;
  /** Released numbers level by level, coarsest first; the last level has one per leaf. */
  readonly levels: readonly (readonly bigint[])[];
  /** The smallest w with P(|noise of this many nodes together| > w) ≤ α; one function for all trees of one law of noise. */
  readonly within: (nodes: number, alpha: number) => bigint;
}

/** Checks that levels, branching and edges fit together. @throws AssertionFailure where they don’t. */
export function assertTree({ edges, step, branching, levels }: NoisyTree): void {
  const leaves = edges.length - 1;
  assert(step > 0 && edges.every(Number.isInteger), 'leaves hold whole steps of some width');
  assert(leaves >= 1 && levels.length >= 1 && branching >= 2, 'a tree has leaves and levels, and branches');
  assert(
    edges.every((edge, at) => at === 0 || edge > (edges[at - 1] ?? edge)),
    'the edges of leaves rise',
  );
  assert(
    levels.every((level, at) => level.length === Math.ceil(leaves / branching ** (levels.length - 1 - at))),
    'every level of a tree covers all leaves',
  );
}

/**
 * The least-squares counts of the leaves: where a node says y and the k leaves below it S together, each gets (y − S)/(k + 1) more. Of all
 * linear estimates without bias they, and sums of them, have the least variance. Read off the two finest levels.
 * Hay, Rastogi, Miklau, Suciu 2010 (PVLDB 3), Theorems 3 and 4.
 */
export function leavesOf({ branching, levels }: NoisyTree): readonly number[] {
  const [leaves = [], nodes = []] = levels.toReversed().map((level) => level.map(Number));
  const more = nodes.map((count, node) => {
    const below = leaves.slice(node * branching, (node + 1) * branching);
    return below.reduce((left, leaf) => left - leaf, count) / (below.length + 1);
  });
  return leaves.map((count, leaf) => count + (more[Math.floor(leaf / branching)] ?? 0));
}

/** How the noise of some numbers counts in a sum: so many of them by this factor. */
export interface Weight {
  readonly weight: number;
  readonly times: number;
}

/** The weights of the noise in (1 − p)·left − p·right of an edge, by least-squares counts. */
export function weightsOf({ edges, branching, levels }: NoisyTree, edge: number, p: number): readonly Weight[] {
  const leaves = edges.length - 1;
  const size = levels.length === 1 ? leaves : branching;
  return Array.from({ length: Math.ceil(leaves / size) }, (_, node): readonly Weight[] => {
    const all = Math.min(size, leaves - node * size);
    const left = Math.min(Math.max(edge - node * size, 0), all);
    const own = levels.length === 1 ? 0 : (left - p * all) / (all + 1);
    return [
      { weight: own, times: 1 },
      { weight: 1 - p - own, times: left },
      { weight: -p - own, times: all - left },
    ];
  }).flat();
}

/** Below this α variance and kurtosis don't tell how far out the noise of the largest weights reaches. */
const FAR_OUT = 0.01;

/**
 * How far Σ weight·noise may be off but for α. It has the variance and the kurtosis of N equal draws, N = (Σw²)²/Σw⁴, and counts as so
 * many, whose width is known exactly: N rounded down or up, whichever is wider, and one more because the sum
 * isn't whole; far out, also as so many that each has the largest weight. A test works out from the laws of noise how often it is exceeded. In a tree of one level there are two weights, and the widths of
 * both sides at α/2 may be narrower together, where noise is hardly a patient.
 */
export function weightedWidth({ levels, within }: NoisyTree, weights: readonly Weight[], alpha: number): number {
  const nodes = levels.reduce((sum, level) => sum + level.length, 0);
  // Where none of the nodes is off but for α, no sum of them is.
  if (within(1, alpha / nodes) === 0n) {
    return 0;
  }
  const power = (n: number): number => weights.reduce((sum, { weight, times }) => sum + times * weight ** n, 0);
  const squares = power(2);
  const most = weights.reduce((so, { weight, times }) => Math.max(so, times > 0 ? Math.abs(weight) : 0), 0);
  // Far out the draws of the largest weight decide: as many of that weight as have the variance.
  const draws = [squares ** 2 / power(4), ...(alpha < FAR_OUT ? [squares / most ** 2] : [])];
  const widths = draws
    .flatMap((some) => [Math.floor(some + 1e-9), Math.ceil(some - 1e-9)])
    .map((whole) => (Number(within(whole, alpha)) + 1) * Math.sqrt(squares / whole));
  const sides = levels.length === 1 ? weights.filter(({ weight, times }) => weight !== 0 && times > 0) : [];
  const together = sides.reduce(
    (sum, { weight, times }) => sum + Math.abs(weight) * Number(within(times, alpha / 2)),
    0,
  );
  return Math.min(Math.max(...widths), sides.length === 0 ? Number.POSITIVE_INFINITY : together);
}
