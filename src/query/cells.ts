import { type Axis, cellNames } from './nodes.ts';

/** The key of one cell: field → name of its value or bin. */
export type CellKey = Readonly<Record<string, string>>;

/** The keys of all cells, in order: the last axis turns fastest. Without axes there is one cell with an empty key. */
export function cellKeys(axes: readonly Axis[]): readonly CellKey[] {
  let keys: readonly CellKey[] = [{}];
  for (const axis of axes) {
    const field = axis.column.field.keyword;
    const names = cellNames(axis);
    keys = keys.flatMap((key) => names.map((name) => ({ ...key, [field]: name })));
  }
  return Object.freeze(keys.map((key) => Object.freeze(key)));
}
