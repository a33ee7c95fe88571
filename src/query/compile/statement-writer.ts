import type { Column } from '../../policy/index.ts';

/** An SQL type that a bound integer is cast to. */
export type BoundType = 'UTINYINT' | 'USMALLINT' | 'UINTEGER' | 'INTEGER' | 'BIGINT' | 'UBIGINT';

/** Collects the values of one statement; its text names them `$1, $2, …` and holds none. */
export interface StatementWriter {
  /** The place of one more value in the text. */
  readonly bound: (value: number, type: BoundType) => string;
  /** The values so far, in the order of their places. */
  readonly parameters: () => readonly number[];
}

/** A writer with no values yet. */
export function statementWriter(): StatementWriter {
  const values: number[] = [];
  return Object.freeze({
    bound(value: number, type: BoundType): string {
      values.push(value);
      return `CAST($${values.length} AS ${type})`;
    },
    parameters: () => Object.freeze([...values]),
  });
}

/** The identifier of a column of the policy. */
export function identifier(column: Column): string {
  return `"${column.field.keyword}"`;
}

/** The stored type of a column, as `warehouse/` lays it out. */
export function typeOf(column: Column): BoundType {
  if (column.kind === 'measure') {
    return 'INTEGER';
  }
  return column.missingCode < 256 ? 'UTINYINT' : 'USMALLINT';
}
