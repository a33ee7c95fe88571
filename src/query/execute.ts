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
  const rows = await scan.run(statement, deadline);
  return question.path === 'masks' ? fromMasks(rows, question) : fromRows(rows, question);
}

/** Gives each patient of a mask to the cells that the mask keeps; a mask is never shared out in proportion. */
export function fromMasks(rows: readonly (readonly bigint[])[], question: Bounded): readonly bigint[] {
  const counts = emptyCells(question);
  const orders = keptOrders(question.cells);
  for (const [mask, seedClass, patients] of rows) {
    const order = orders[Number(seedClass)];
    assert(mask !== undefined && patients !== undefined && order !== undefined, 'a mask comes with class and count');
    for (const cell of keptCells(mask, order, question.groupsPerPatient)) {
      add(counts, cell, patients);
    }
  }
  return counts;
}

function fromRows(rows: readonly (readonly bigint[])[], question: Bounded): readonly bigint[] {
  const counts = emptyCells(question);
  for (const [cell, total] of rows) {
    assert(cell !== undefined && total !== undefined, 'a cell comes with its total');
    add(counts, Number(cell), total);
  }
  return counts;
}

function emptyCells({ cells }: Bounded): bigint[] {
  return Array.from({ length: cells }, () => 0n);
}

function add(counts: bigint[], cell: number, amount: bigint): void {
  const before = counts[cell];
  assert(before !== undefined && amount >= 0n, 'a count belongs to a cell of the question');
  counts[cell] = before + amount;
}
