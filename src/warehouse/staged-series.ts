import type { DuckDBConnection } from '@duckdb/node-api';

// What staged headers and instances say of a series. Every step groups by patient first, so none reads two patients.

const SERIES = 'patient, study, series';

/** The series' tables below. */
const TABLES = ['several', 'spare', 'listed', 'counted'] as const;

/**
 * Builds temporary tables over the staging whose tables have `prefix`:
 * `spare`, the headers (by rowid) of series that have a lesser one, and `counted`, the instances of series that have more
 * than one header or instances beyond those of their headers. Of any other series the one header says how many it has.
 */
export async function prepareSeries(connection: DuckDBConnection, prefix: string): Promise<void> {
  const [header, instance] = [`${prefix}header`, `${prefix}instance`];
  await connection.run(`
    CREATE TEMP TABLE several AS
    SELECT ${SERIES} FROM ${header} GROUP BY ALL HAVING count(*) > 1`);
  await connection.run(`
    CREATE TEMP TABLE spare AS
    SELECT h.rowid AS header FROM ${header} h SEMI JOIN several USING (${SERIES})
    QUALIFY row_number() OVER (PARTITION BY ${SERIES} ORDER BY instance, digest, h.rowid) > 1`);
  await connection.run(`
    CREATE TEMP TABLE listed AS
    SELECT ${SERIES} FROM several UNION SELECT ${SERIES} FROM ${instance}`);
  await connection.run(`
    CREATE TEMP TABLE counted AS
    SELECT ${SERIES}, greatest(count(instance), max(instances)) AS instances
    FROM (
      SELECT ${SERIES}, instance, NULL AS instances FROM ${instance}
      UNION
      SELECT ${SERIES}, CASE WHEN instances IS NULL THEN instance END, instances
      FROM ${header} SEMI JOIN listed USING (${SERIES})
    )
    GROUP BY ALL`);
}

/** Removes what `prepareSeries` built. */
export async function dropSeries(connection: DuckDBConnection): Promise<void> {
  for (const table of TABLES) {
    await connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

/** The staged header that counts of each series. */
export function pickedHeaders(prefix: string): string {
  return `${prefix}header h ANTI JOIN spare p ON p.header = h.rowid`;
}
