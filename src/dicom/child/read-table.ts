import { isSfumatoError, LIMITS } from '../../base/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { TableFault } from '../reasons.table.ts';
import {
  type ColumnPlan,
  columnPlan,
  IDENTIFIERS,
  instancesOf,
  openCsvTable,
  openParquetTable,
  rowHeader,
  type Table,
  type TableRow,
} from '../table/index.ts';
import type { OutcomeOf } from '../transform/index.ts';
import type { Obstacle, Outcome, Task } from './protocol.ts';
import type { Part } from './settle.ts';

/** What reading a table needs. */
interface TableReading {
  readonly outcomeOf: OutcomeOf;
  readonly policy: Policy;
}

type TableTask = Extract<Task, { kind: 'table' }>;

/** Reads a table from its first row to its last and de-identifies each; a table that can't be read is an obstacle. */
export function tableReader(reading: TableReading) {
  return async function* ({ path, format, from, refused }: TableTask): AsyncGenerator<Part, Obstacle | undefined> {
    try {
      const table = await (format === 'csv' ? openCsvTable(path) : openParquetTable(path));
      if ('fault' in table) {
        return { kind: 'table', ...table };
      }
      try {
        return yield* outcomesOf(table, { ...reading, from, refused });
      } finally {
        table.close();
      }
    } catch (error) {
      if (isSfumatoError(error, 'file-unreadable')) {
        return obstacle('unreadable');
      }
      throw error;
    }
  };
}

async function* outcomesOf(
  table: Table,
  { outcomeOf, policy, from, refused }: TableReading & Pick<TableTask, 'from' | 'refused'>,
): AsyncGenerator<Part, Obstacle | undefined> {
  if (table.columns.length > LIMITS.tableColumnsMax) {
    return obstacle('too-many-columns');
  }
  const notText = IDENTIFIERS.flatMap((name) => {
    const what = table.notText.get(name);
    return what === undefined ? [] : [{ name, what }];
  });
  if (notText.length > 0) {
    return { kind: 'table', fault: 'identifiers-not-text', notText };
  }
  const plan = columnPlan(table.columns, policy);
  if (!('wanted' in plan)) {
    return { kind: 'table', fault: 'columns-missing', missing: [...plan] };
  }
  const names = [...table.columns, ...table.unreadable];
  const twice = plan.wanted.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice.length > 0) {
    return { kind: 'table', fault: 'columns-twice', twice };
  }
  const ignored = [...plan.ignored, ...table.unreadable];
  const checks = table.check();
  let check = await checks.next();
  for (; !check.done; check = await checks.next()) {
    yield { facts: { rows: check.value, isEstimated: table.isEstimated, ignored } };
  }
  if (check.value !== undefined) {
    return { kind: 'table', ...check.value };
  }
  return yield* rowsOf(table.read(plan.wanted), { outcomeOfRow: rowOutcome(outcomeOf, plan), from, refused });
}

function rowOutcome(outcomeOf: OutcomeOf, plan: ColumnPlan) {
  return ({ row, cells }: TableRow): Outcome => {
    if (cells === undefined) {
      return { state: 'quarantined', reason: 'broken-row', row };
    }
    const outcome = outcomeOf(rowHeader(cells, plan));
    if (outcome.state !== 'stored') {
      return { ...outcome, row };
    }
    return plan.perInstance ? outcome : { ...outcome, row: { ...outcome.row, instances: instancesOf(cells, plan) } };
  };
}

interface Rows {
  readonly outcomeOfRow: (row: TableRow) => Outcome;
  readonly from: number;
  readonly refused: number;
}

/**
 * What becomes of the rows after `from`, up to the one that is one too many of those that can't be taken: each of these is an
 * entry of a list that people read, and longer than the row may be.
 */
async function* rowsOf(
  steps: ReturnType<Table['read']>,
  { outcomeOfRow, from, refused: before }: Rows,
): AsyncGenerator<Part, Obstacle | undefined> {
  let left = LIMITS.tableBrokenRowsMax - before;
  for await (const read of steps) {
    const rows = read.filter(({ row }) => row > from);
    for (let at = 0; at < rows.length; at += LIMITS.tableRowsPerStep) {
      const all = rows.slice(at, at + LIMITS.tableRowsPerStep).map(outcomeOfRow);
      const refused = all.flatMap((outcome, place) => (isRefused(outcome) ? [place] : []));
      const oneTooMany = refused[left];
      yield { outcomes: oneTooMany === undefined ? all : all.slice(0, oneTooMany + 1) };
      if (oneTooMany !== undefined) {
        return obstacle('too-many-refused');
      }
      left -= refused.length;
    }
  }
  return undefined;
}

function isRefused(outcome: Outcome): boolean {
  return outcome.state === 'quarantined' || (outcome.state === 'counted' && outcome.unread !== undefined);
}

function obstacle(fault: TableFault): Obstacle {
  return { kind: 'table', fault };
}
