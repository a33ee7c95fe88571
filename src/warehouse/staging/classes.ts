import type { DuckDBConnection } from '@duckdb/node-api';
import { dropSeries, pickedHeaders, prepareSpare } from './series.ts';

const OWN = ''; // the staging is the connection's own database

/** Sets of columns by which patients are told apart, and how to hear of each that is done. */
export interface Telling {
  readonly sets: readonly (readonly string[])[];
  /** Which of them, staged nowhere, stands for the days from a patient's first study to each of them. */
  readonly days?: string | undefined;
  readonly onSet: () => void;
  readonly signal: AbortSignal;
}

/**
 * For each set of staged columns how many classes of patients there are of each size: patients are alike in a column if the same values, MISSING
 * and OTHER among them, stand in their series, each any number of times. The only step that reads several patients together; what it gives is
 * for people on the site and decides nothing. It ends early, with fewer sets, where `signal` says so.
 */
export async function readClassSizes(
  connection: DuckDBConnection,
  { sets, days, onSet, signal }: Telling,
): Promise<readonly ReadonlyMap<number, number>[]> {
  const columns = [...new Set(sets.flat())];
  try {
    await prepareSpare(connection, OWN);
    await prepareProfiles(connection, columns, days);
    const all: ReadonlyMap<number, number>[] = [];
    for (const set of sets) {
      if (signal.aborted) {
        break;
      }
      all.push(await classSizesOf(connection, set));
      onSet();
    }
    return all;
  } finally {
    await dropSeries(connection);
    await dropProfiles(connection, columns);
  }
}

/** Builds the temporary table `told`: a row a patient, and in each column a number for the set of values that the patient has in it. */
async function prepareProfiles(
  connection: DuckDBConnection,
  columns: readonly string[],
  days: string | undefined,
): Promise<void> {
  const lists = columns.map(
    (name) => `list_sort(list(DISTINCT ${name === days ? 'day - first' : `"${name}"`})) AS "${name}"`,
  );
  await connection.run(`
    CREATE TEMP TABLE profile AS
    SELECT ${['patient', ...lists].join(', ')}
    FROM (SELECT h.*, min(day) OVER (PARTITION BY patient) AS first FROM ${pickedHeaders(OWN)})
    GROUP BY patient`);
  for (const name of columns) {
    await connection.run(`
      CREATE TEMP TABLE "number ${name}" AS
      SELECT "${name}" AS list, row_number() OVER ()::INTEGER AS number FROM (SELECT DISTINCT "${name}" FROM profile)`);
  }
  const numbers = columns.map((name) => `"number ${name}".number AS "${name}"`);
  const joins = columns.map((name) => `JOIN "number ${name}" ON "number ${name}".list = profile."${name}"`);
  await connection.run(`CREATE TEMP TABLE told AS SELECT ${numbers.join(', ')} FROM profile ${joins.join(' ')}`);
}

async function dropProfiles(connection: DuckDBConnection, columns: readonly string[]): Promise<void> {
  for (const table of ['profile', 'told', ...columns.map((name) => `number ${name}`)]) {
    await connection.run(`DROP TABLE IF EXISTS temp."${table}"`);
  }
}

async function classSizesOf(
  connection: DuckDBConnection,
  set: readonly string[],
): Promise<ReadonlyMap<number, number>> {
  const by = set.map((name) => `"${name}"`).join(', ');
  const result = await connection.runAndReadAll(
    `SELECT size, count(*) FROM (SELECT count(*) AS size FROM told GROUP BY ${by}) GROUP BY size ORDER BY size`,
  );
  return new Map(result.getRows().map(([size, count]) => [Number(size), Number(count)] as const));
}
