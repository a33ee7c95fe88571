import { LIMITS } from '../base/index.ts';
import type { Tree } from './nodes.ts';

/**
 * The quantile tree over so many steps: one level where there are few leaves, else two, with leaves as fine as
 * `LIMITS.treeBranchingMax` squared allows. Nodes above no step are left out. A function of the bounds alone.
 * Qardaji, Yang, Li 2013 for the shape: few levels, wide nodes.
 */
export function treeOver(steps: number): Tree {
  const most = LIMITS.treeBranchingMax;
  const leafSteps = Math.ceil(steps / (most * most));
  const leaves = Math.ceil(steps / leafSteps);
  const branching = leaves <= most ? Math.max(2, leaves) : Math.ceil(Math.sqrt(leaves));
  const levels = leaves <= most ? [leaves] : [Math.ceil(leaves / branching), leaves];
  return Object.freeze({ branching, leafSteps, levels: Object.freeze(levels) });
}

/** How many nodes a tree has. */
export function nodesOf({ levels }: Tree): number {
  return levels.reduce((sum, level) => sum + level, 0);
}

/** All nodes of a tree, level by level from the top, of the counts of its leaves: each node holds the leaves below it. */
export function treeOf(leaves: readonly bigint[], { branching, levels }: Tree): readonly bigint[] {
  const filled: (readonly bigint[])[] = [leaves];
  for (const length of levels.toReversed().slice(1)) {
    const [below = []] = filled;
    const level = Array.from({ length }, (_, node) =>
      below.slice(node * branching, (node + 1) * branching).reduce((sum, count) => sum + count, 0n),
    );
    filled.unshift(level);
  }
  return filled.flat();
}
