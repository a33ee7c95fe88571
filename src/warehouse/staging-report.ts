import type { DuckDBConnection } from '@duckdb/node-api';
import type { StoredColumn } from './layout.ts';
import type { FillRate, StagedTotals } from './staged-row.ts';
import { dropSeries, pickedHeaders, prepareSeries } from './staged-series.ts';

const STAGED = ''; // the staging is the connection's own database

/** Exact fill counts of every column over staged series. */
export async function readFillRates(
  connection: DuckDBConnection,
  columns: readonly StoredColumn[],
): Promise<readonly FillRate[]> {
  const counts = columns.flatMap(({ name, missing, other }) => [
    `count(*) FILTER ("${name}" <> ${missing})`,
    other === undefined ? '0' : `count(*) FILTER ("${name}" = ${other})`,
  ]);
  const sql = `SELECT ${['count(*)', ...counts].join(', ')} FROM ${pickedHeaders(STAGED)}`;
  const [series = 0, ...pairs] = await overSeries(connection, sql);
  return columns.map(({ name }, at) =>
    Object.freeze({ keyword: name, series, filled: pairs[2 * at] ?? 0, other: pairs[2 * at + 1] ?? 0 }),
  );
}

const TOTALS = `
  WITH series AS (SELECT DISTINCT patient, study, series FROM (FROM listed UNION ALL SELECT patient, study, series FROM header)),
    studies AS (SELECT patient, study, count(*) AS series FROM series GROUP BY ALL),
    patients AS (SELECT patient, count(*) AS studies, sum(series) AS series FROM studies GROUP BY ALL)
  SELECT (SELECT count(*) FROM patients), (SELECT sum(studies) FROM patients), (SELECT sum(series) FROM patients),
    (SELECT sum(instances) FROM counted), (SELECT sum(coalesce(instances, 1)) FROM header ANTI JOIN counted USING (patient, study, series)),
    (SELECT count(DISTINCT device) FROM ${pickedHeaders(STAGED)})`;

/** Exact totals of what is staged. */
export async function readTotals(connection: DuckDBConnection): Promise<StagedTotals> {
  const [patients = 0, studies = 0, series = 0, counted = 0, others = 0, devices = 0] = await overSeries(
    connection,
    TOTALS,
  );
  return Object.freeze({ patients, studies, series, instances: counted + others, devices });
}

/** The integers of one row, read once the tables of series are there. */
async function overSeries(connection: DuckDBConnection, sql: string): Promise<readonly number[]> {
  try {
    await prepareSeries(connection, STAGED);
    const result = await connection.runAndReadAll(sql);
    return (result.getRows()[0] ?? []).map(Number);
  } finally {
    await dropSeries(connection);
  }
}
