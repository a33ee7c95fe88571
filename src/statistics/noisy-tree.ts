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
  /** The smallest w with P(|noise of this many nodes together| > w) ≤ α. */
  within(nodes: number, alpha: number): bigint;
}

/** A released count made of several nodes. */
export interface Side {
  readonly count: number;
  readonly nodes: number;
}

/** What lies left and right of an edge: no node is in both. */
export interface Split {
  readonly left: Side;
  readonly right: Side;
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
    levels.every((level, at) => level.length === Math.ceil(leaves / widthOf({ branching, levels }, at))),
    'every level of a tree covers all leaves',
  );
}

/** How many leaves a node of a level stands for. */
function widthOf({ branching, levels }: Pick<NoisyTree, 'branching' | 'levels'>, at: number): number {
  return branching ** (levels.length - 1 - at);
}

/**
 * Splits at the left edge of leaf `edge` (the number of leaves: at the right end), with as few nodes as the tree allows: the
 * siblings beside the path to the edge. Hay, Rastogi, Miklau, Suciu 2010 (PVLDB 3) for range counts from a hierarchy.
 */
export function splitAt(tree: NoisyTree, edge: number): Split {
  const left = { count: 0, nodes: 0 };
  const right = { count: 0, nodes: 0 };
  let [from, to] = [0, tree.levels[0]?.length ?? 0];
  for (const [at, level] of tree.levels.entries()) {
    const width = widthOf(tree, at);
    const path = edge === tree.edges.length - 1 ? to : Math.floor(edge / width);
    const onBorder = path === to || edge === path * width;
    take(left, level.slice(from, Math.min(path, to)));
    take(right, level.slice(onBorder ? path : path + 1, to));
    if (onBorder) {
      break;
    }
    from = path * tree.branching;
    to = Math.min(from + tree.branching, tree.levels[at + 1]?.length ?? 0);
  }
  return { left, right };
}

function take(side: { count: number; nodes: number }, nodes: readonly bigint[]): void {
  side.count += Number(nodes.reduce((sum, node) => sum + node, 0n));
  side.nodes += nodes.length;
}
