import type { DuckDBConnection } from '@duckdb/node-api';
import type { SourceNote } from './staged-row.ts';

// source: what was read into a staging, so that whoever reads all of it anew is told what was left out.

/** The statement that makes the table where there is none. */
export const SOURCE_TABLE =
  'CREATE TABLE IF NOT EXISTS source (key VARCHAR NOT NULL, kind VARCHAR NOT NULL, whole BOOLEAN NOT NULL)';

/** Writes what is remembered of a source; runs inside the connection's transaction. */
export async function writeSource(connection: DuckDBConnection, { key, kind, whole }: SourceNote): Promise<void> {
  await connection.run('DELETE FROM source WHERE key = $1', [key]);
  await connection.run('INSERT INTO source VALUES ($1, $2, $3)', [key, kind, whole]);
}
