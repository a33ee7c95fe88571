import { assert } from '../base/index.ts';
import type { BoundStatement, Deadline, Snapshot as Scan } from '../warehouse/scan.ts';
import type { Bounded } from './question.ts';
import { keptCells, keptOrders } from './truncate.ts';

// For this folder and its tests: what leaves it is sealed (`run.ts`).

/** The bounded counts of a question, one per cell, empty cells too. They are exact: nothing else may see them. */
export async function exactCounts(
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
function maskSum({ cells, groupsPerPatient }: Bounded): MaskSum {
  const orders = keptOrders(cells);
  // Patients are fewer than 2²⁸, so doubles add them exactly.
  const counts = Array.from({ length: cells }, () => 0);
  return {
    take([lows, highs, classes, patients]) {
      lows?.forEach((low, at) => {
        const [high, order, amount] = [highs?.[at], orders[classes?.[at] ?? -1], patients?.[at]];
        assert(high !== undefined && order !== undefined && amount !== undefined, 'a mask comes with class and count');
        for (const cell of keptCells({ low, high }, order, groupsPerPatient)) {
          counts[cell] = (counts[cell] ?? 0) + amount;
        }
      });
    },
    counts: () => counts.map(BigInt),
  };
}

function fromRows(rows: readonly (readonly bigint[])[], { cells }: Bounded): readonly bigint[] {
  const counts = Array.from({ length: cells }, () => 0n);
  for (const [cell, total] of rows) {
    const before = counts[Number(cell)];
    assert(before !== undefined && total !== undefined && total >= 0n, 'a total belongs to a cell of the question');
    counts[Number(cell)] = before + total;
  }
  return counts;
}
