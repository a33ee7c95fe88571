import type { DuckDBConnection } from '@duckdb/node-api';
import type { StoredColumn } from './layout.ts';
import type { FillRate, StagedTotals } from './staged-row.ts';

const SERIES = `SELECT * FROM header WHERE rowid IN
  (SELECT arg_min(rowid, rank) FROM header GROUP BY patient, study, series)`;

/** Exact fill counts of every column over staged series. */
export async function readFillRates(
  connection: DuckDBConnection,
  columns: readonly StoredColumn[],
): Promise<readonly FillRate[]> {
  const counts = columns.flatMap(({ name, missing, other }) => [
    `count(*) FILTER (WHERE "${name}" <> ${missing})`,
    other === undefined ? '0' : `count(*) FILTER (WHERE "${name}" = ${other})`,
  ]);
  const result = await connection.runAndReadAll(`SELECT ${['count(*)', ...counts].join(', ')} FROM (${SERIES})`);
  const [series = 0, ...pairs] = (result.getRows()[0] ?? []).map(Number);
  return columns.map(({ name }, at) =>
    Object.freeze({ keyword: name, series, filled: pairs[2 * at] ?? 0, other: pairs[2 * at + 1] ?? 0 }),
  );
}

/** Exact totals of what is staged. */
export async function readTotals(connection: DuckDBConnection): Promise<StagedTotals> {
  const result = await connection.runAndReadAll(`
    SELECT count(DISTINCT patient), count(DISTINCT (patient, study)),
           count(DISTINCT (patient, study, series)), count(DISTINCT (patient, study, series, instance))
    FROM instance`);
  const [patients = 0, studies = 0, series = 0, instances = 0] = (result.getRows()[0] ?? []).map(Number);
  return Object.freeze({ patients, studies, series, instances });
}
