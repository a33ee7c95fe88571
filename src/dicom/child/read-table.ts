import { isSfumatoError, LIMITS } from '../../base/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { TableFault } from '../reasons.table.ts';
import {
  columnPlan,
  instancesOf,
  openCsvTable,
  openParquetTable,
  rowHeader,
  type Table,
  type TableRow,
} from '../table/index.ts';
import type { OutcomeOf } from '../transform/index.ts';
import type { Obstacle, Outcome, Task } from './protocol.ts';
import type { Part } from './work.ts';

/** What reading a table needs. */
interface TableReading {
  readonly outcomeOf: OutcomeOf;
  readonly policy: Policy;
}

type TableTask = Extract<Task, { kind: 'table' }>;

/** Reads a table from its first row to its last and de-identifies each; a table that can't be read is an obstacle. */
export function tableReader(reading: TableReading) {
  return async function* ({ path, format, from }: TableTask): AsyncGenerator<Part, Obstacle | undefined> {
    try {
      const table = await (format === 'csv' ? openCsvTable(path) : openParquetTable(path));
      if ('fault' in table) {
        return { kind: 'table', ...table };
      }
      try {
        return yield* outcomesOf(table, { ...reading, from });
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
  { outcomeOf, policy, from }: TableReading & { readonly from: number },
): AsyncGenerator<Part, Obstacle | undefined> {
  if (table.columns.length > LIMITS.tableColumnsMax) {
    return obstacle('too-many-columns');
  }
  const plan = columnPlan(table.columns, policy);
  if (!('wanted' in plan)) {
    return { kind: 'table', fault: 'columns-missing', missing: [...plan] };
  }
  const twice = plan.wanted.filter((name) => table.columns.indexOf(name) !== table.columns.lastIndexOf(name));
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
  const outcomeOfRow = ({ row, cells }: TableRow): Outcome => {
    if (cells === undefined) {
      return { state: 'quarantined', reason: 'broken-row', row };
    }
    const outcome = outcomeOf(rowHeader(cells, plan));
    if (outcome.state !== 'stored') {
      return { ...outcome, row };
    }
    return plan.perInstance ? outcome : { ...outcome, row: { ...outcome.row, instances: instancesOf(cells, plan) } };
  };
  for await (const read of table.read(plan.wanted)) {
    const rows = read.filter(({ row }) => row > from);
    for (let at = 0; at < rows.length; at += LIMITS.tableRowsPerStep) {
      yield { outcomes: rows.slice(at, at + LIMITS.tableRowsPerStep).map(outcomeOfRow) };
    }
  }
  return undefined;
}

function obstacle(fault: TableFault): Obstacle {
  return { kind: 'table', fault };
}
