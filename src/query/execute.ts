import { assert } from '../base/index.ts';
import type { BoundStatement, Deadline, Snapshot as Scan } from '../warehouse/scan.ts';
import type { MeasureNode, Tree } from './nodes.ts';
import type { Bounded } from './question.ts';
import { treeOf } from './tree.ts';
import { keptCells } from './truncate.ts';

// For this folder and its tests: what leaves it is sealed (`run.ts`).

/** The bounded integers of a question, piece by piece, cell by cell. They are exact: nothing else may see them. */
export async function exactValues(
  scan: Scan,
  { question, statement }: { readonly question: Bounded; readonly statement: BoundStatement },
  deadline?: Deadline,
): Promise<readonly bigint[]> {
  if (question.path === 'rows') {
    return fromRows(await scan.run(statement, deadline), question);
  }
  const sum = maskSum(question);
  await scan.stream(statement, sum.take, deadline);
  return sum.counts();
}

/** Adds up masks as they come. */
interface MaskSum {
  readonly take: (columns: readonly (readonly number[])[]) => void;
  readonly counts: () => readonly bigint[];
}

/** Gives each patient of a mask to the cells that the mask keeps; a mask is never shared out in proportion. */
function maskSum({ cells, groupsPerPatient: most }: Bounded): MaskSum {
  // Patients are fewer than 2²⁸, so doubles add them exactly.
  const counts = Array.from({ length: cells }, () => 0);
  return {
    take([lows, highs, classes, patients]) {
      lows?.forEach((low, at) => {
        const [high, seedClass, amount] = [highs?.[at], classes?.[at], patients?.[at]];
        assert(
          high !== undefined && seedClass !== undefined && amount !== undefined,
          'a mask comes with class and count',
        );
        for (const cell of keptCells({ low, high }, { cells, most, seedClass })) {
          counts[cell] = (counts[cell] ?? 0) + amount;
        }
      });
    },
    counts: () => counts.map(BigInt),
  };
}

/** A vector of each piece, empty places too. Rows of the cell after the last are of nobody who counts. */
function fromRows(rows: readonly (readonly bigint[])[], { pieces, measures, cells }: Bounded): readonly bigint[] {
  const filled = pieces.map(({ measure, width }) => {
    const tree = treeIn(measures[measure]);
    const places = tree?.levels.at(-1) ?? width;
    return { tree, places, values: Array.from({ length: cells * places }, () => 0n) };
  });
  for (const [piece, cell, place, total] of rows) {
    const { values, places } = filled[Number(piece)] ?? {};
    assert(values !== undefined && places !== undefined && place !== undefined, 'a total belongs to a piece');
    assert(cell !== undefined && total !== undefined && place >= 0n && place < places, 'a total belongs to a place');
    if (cell < BigInt(cells)) {
      const at = Number(cell) * places + Number(place);
      values[at] = (values[at] ?? 0n) + total;
    }
  }
  return filled.flatMap(({ tree, places, values }) => (tree === undefined ? values : trees(values, places, tree)));
}

function treeIn(node: MeasureNode | undefined): Tree | undefined {
  return node?.kind === 'quantiles' ? node.tree : undefined;
}

/** All nodes of each cell's tree, of its leaves. */
function trees(values: readonly bigint[], leaves: number, tree: Tree): readonly bigint[] {
  const cells = Array.from({ length: values.length / leaves }, (_, cell) => cell);
  return cells.flatMap((cell) => treeOf(values.slice(cell * leaves, (cell + 1) * leaves), tree));
}
