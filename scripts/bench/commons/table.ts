import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { pythonWith } from '../python.ts';

const PACKAGE = 'idc-index-data==25.0.5';
const WHERE_IT_IS = 'import idc_index_data as i; print(i.IDC_INDEX_PARQUET_FILEPATH)';

/** The table of series of the Imaging Data Commons, of PyPI; `undefined` where that can't be reached. */
export function commonsTable(folder: string): string | undefined {
  const python = pythonWith(join(folder, 'commons'), [PACKAGE]);
  return python && execFileSync(python, ['-c', WHERE_IT_IS], { encoding: 'utf8' }).trim();
}

/** The table as several hospitals have it: each all patients of some collections. */
export interface Parts {
  readonly files: readonly string[];
  /** How many patients an SQL condition on the patient's rows holds for, `bool_or` and all, added up over the parts. */
  patients(having: string): Promise<number>;
  series(): Promise<number>;
  close(): void;
}

/** Cuts the table by collection. Of `rows` series at most, all where that is undefined. */
export async function cutTable(table: string, into: readonly string[], rows?: number): Promise<Parts> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const some =
    rows === undefined
      ? ''
      : `WHERE hash("PatientID") % 1000000 < 1000000::BIGINT * ${rows} // (SELECT count(*) FROM '${table}')`;
  await connection.run(
    `CREATE TABLE series AS SELECT *, hash(collection_id) % ${into.length} AS part FROM '${table}' ${some}`,
  );
  for (const [part, file] of into.entries()) {
    await connection.run(`COPY (SELECT * EXCLUDE part FROM series WHERE part = ${part}) TO '${file}' (FORMAT parquet)`);
  }
  return {
    files: into,
    patients: (having) =>
      one(connection, `SELECT count(*) FROM (SELECT 1 FROM series GROUP BY part, "PatientID" HAVING ${having})`),
    series: () => one(connection, 'SELECT count(*) FROM series'),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function one(connection: DuckDBConnection, sql: string): Promise<number> {
  const [[value] = []] = await (await connection.runAndReadAll(sql)).getRows();
  return Number(value);
}
