import type { WrittenColumn } from '../engine/column-writer.ts';
import type { StoredColumn } from '../layout.ts';
import type { EncodedInstance, EncodedRow } from './encoding.ts';

// header: what one instance of a series says; publish keeps, per series, the one of least instance pseudonym, then digest.
// instance: instances of which only that they are there counts; a header's own instance is in its header.
// seen: fingerprints of files already staged.

/** Version of the layout below; a staging of another one is ingested again. */
export const STAGING_FORMAT = 2;

/** The statements that lay out an empty staging file. */
export function stagingTables(columns: readonly StoredColumn[]): readonly string[] {
  const values = columns.map(({ name, type }) => `, "${name}" ${type} NOT NULL`).join('');
  const keys =
    'patient UHUGEINT NOT NULL, study UHUGEINT NOT NULL, series UHUGEINT NOT NULL, instance UHUGEINT NOT NULL';
  // instances: how many a source says the series has; `instance` is none of them then.
  return [
    `CREATE TABLE header (${keys}, digest UINTEGER NOT NULL, device UHUGEINT, day BIGINT, instances INTEGER${values})`,
    `CREATE TABLE instance (${keys})`,
    'CREATE TABLE seen (a UINTEGER NOT NULL, b UINTEGER NOT NULL, c UINTEGER NOT NULL, d UINTEGER NOT NULL)',
    'CREATE TABLE layout (description VARCHAR NOT NULL)',
  ];
}

/** How instances are written. */
export const INSTANCE_COLUMNS: readonly WrittenColumn<EncodedInstance>[] = [
  { type: 'UHUGEINT', value: (row) => row.patient },
  { type: 'UHUGEINT', value: (row) => row.study },
  { type: 'UHUGEINT', value: (row) => row.series },
  { type: 'UHUGEINT', value: (row) => row.instance },
];

/** How headers are written whose values stand in `values`. */
export function headerColumns(
  columns: readonly StoredColumn[],
  values: Int32Array,
): readonly WrittenColumn<EncodedRow>[] {
  return [
    ...INSTANCE_COLUMNS,
    { type: 'UINTEGER', value: (row) => row.digest },
    { type: 'UHUGEINT', value: (row) => row.device },
    { type: 'BIGINT', value: (row) => row.day },
    { type: 'INTEGER', value: (row) => row.instances },
    ...columns.map(({ type }, at) => ({
      type,
      value: (row: EncodedRow) => values[row.valuesFrom + at] ?? null,
    })),
  ];
}
