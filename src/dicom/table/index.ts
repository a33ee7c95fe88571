/** Tables (CSV, Parquet) whose rows describe series or instances by DICOM keywords or the Imaging Data Commons' names. */
export { type ColumnPlan, columnPlan, IDENTIFIERS } from './columns.ts';
export { openCsvTable } from './csv-table.ts';
export { instancesOf, rowHeader } from './header.ts';
export { openParquetTable } from './parquet-table.ts';
export type { Table, TableRow } from './table.ts';
