import type { DuckDBConnection } from '@duckdb/node-api';

// What staged headers and instances say of a series. Every step groups by patient first, so none reads two patients.
// `prefix` goes before the names of the staging's tables.

const SERIES = 'patient, study, series';

/**
 * Builds the temporary table `spare`: headers, by rowid, of series that have a lesser one. What a series says comes from its
 * least header: that of the smallest instance pseudonym, then of the smallest digest.
 */
export async function prepareSpare(connection: DuckDBConnection, prefix: string): Promise<void> {
  await connection.run(`
    CREATE TEMP TABLE several AS
    SELECT ${SERIES} FROM ${prefix}header GROUP BY ALL HAVING count(*) > 1`);
  await connection.run(`
    CREATE TEMP TABLE spare AS
    SELECT h.rowid AS header FROM ${prefix}header h SEMI JOIN several USING (${SERIES})
    QUALIFY row_number() OVER (PARTITION BY ${SERIES} ORDER BY instance, digest, h.rowid) > 1`);
}

/**
 * Builds the temporary table `counted`: how many instances those series have that have more than one header, or instances
 * beside those of their headers, and whether they are `headed` at all. Of any other series its one header says how many it has.
 * The tables of `prepareSpare` must be there.
 */
export async function prepareCounted(connection: DuckDBConnection, prefix: string): Promise<void> {
  await connection.run(`
    CREATE TEMP TABLE listed AS
    SELECT ${SERIES} FROM several UNION SELECT ${SERIES} FROM ${prefix}instance`);
  await connection.run(`
    CREATE TEMP TABLE counted AS
    SELECT ${SERIES}, greatest(count(instance), max(instances)) AS instances, bool_or(headed) AS headed
    FROM (
      SELECT ${SERIES}, instance, max(instances) AS instances, bool_or(headed) AS headed
      FROM (
        SELECT ${SERIES}, instance, NULL AS instances, false AS headed FROM ${prefix}instance
        UNION ALL
        SELECT ${SERIES}, CASE WHEN instances IS NULL THEN instance END, instances, true
        FROM ${prefix}header SEMI JOIN listed USING (${SERIES})
      )
      GROUP BY ${SERIES}, instance
    )
    GROUP BY ${SERIES}`);
}

/** Removes the tables above. */
export async function dropSeries(connection: DuckDBConnection): Promise<void> {
  for (const table of ['several', 'spare', 'listed', 'counted']) {
    await connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

/** The least header of each series, as `h`. */
export function pickedHeaders(prefix: string): string {
  return `${prefix}header h ANTI JOIN spare ON spare.header = h.rowid`;
}
