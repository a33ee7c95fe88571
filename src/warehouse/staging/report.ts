import type { DuckDBConnection } from '@duckdb/node-api';
import type { StoredColumn } from '../layout.ts';
import type { FillRate, StagedTotals } from './row.ts';
import { dropSeries, pickedHeaders, prepareCounted, prepareSpare } from './series.ts';

const OWN = ''; // the staging is the connection's own database

/** Exact fill counts of every column over staged series. */
export async function readFillRates(
  connection: DuckDBConnection,
  columns: readonly StoredColumn[],
): Promise<readonly FillRate[]> {
  const counts = columns.flatMap(({ name, missing, other }) => [
    `count_if("${name}" <> ${missing})`,
    other === undefined ? '0' : `count_if("${name}" = ${other})`,
  ]);
  const [series = 0, ...pairs] = await withSeries(connection, async () => {
    await prepareSpare(connection, OWN);
    return integersOf(connection, `SELECT ${['count(*)', ...counts].join(', ')} FROM ${pickedHeaders(OWN)}`);
  });
  return columns.map(({ name }, at) =>
    Object.freeze({ keyword: name, series, filled: pairs[2 * at] ?? 0, other: pairs[2 * at + 1] ?? 0 }),
  );
}

const TOTALS = `
  WITH picked AS (SELECT h.* FROM ${pickedHeaders(OWN)}),
    studies AS (
      SELECT patient, study, count(*) AS series
      FROM (SELECT patient, study FROM picked UNION ALL SELECT patient, study FROM counted WHERE NOT headed)
      GROUP BY ALL
    ),
    patients AS (SELECT patient, count(*) AS studies, sum(series) AS series FROM studies GROUP BY ALL)
  SELECT count(*), sum(studies), sum(series),
    (SELECT sum(instances) FROM counted),
    (SELECT sum(coalesce(instances, 1)) FROM picked ANTI JOIN counted USING (patient, study, series)),
    (SELECT count(DISTINCT device) FROM picked)
  FROM patients`;

/** Exact totals of what is staged. */
export async function readTotals(connection: DuckDBConnection): Promise<StagedTotals> {
  const [patients = 0, studies = 0, series = 0, counted = 0, others = 0, devices = 0] = await withSeries(
    connection,
    async () => {
      await prepareSpare(connection, OWN);
      await prepareCounted(connection, OWN);
      return integersOf(connection, TOTALS);
    },
  );
  return Object.freeze({ patients, studies, series, instances: counted + others, devices });
}

async function withSeries<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await dropSeries(connection);
  }
}

async function integersOf(connection: DuckDBConnection, sql: string): Promise<readonly number[]> {
  const result = await connection.runAndReadAll(sql);
  return (result.getRows()[0] ?? []).map(Number);
}
