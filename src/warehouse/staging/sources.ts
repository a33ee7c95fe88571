import type { DuckDBConnection } from '@duckdb/node-api';
import { countOf } from '../engine/chunk-stream.ts';
import type { SourceNote } from './row.ts';

// source: what was read into a staging, so that whoever reads all of it anew is told what was left out, and since when it was read.
// begun: when its reading began, in ms since 1970. again: it was begun again after it had come to its end.

/** The key and kind of what was staged before sources were noted: nobody can say from where. */
const [UNNOTED_KEY, UNNOTED] = ['', 'unnoted'] as const;

// Nothing is altered: the engine doesn't do it under a configuration that is locked.
const SOURCE_TABLE =
  'CREATE OR REPLACE TABLE source (key VARCHAR NOT NULL, kind VARCHAR NOT NULL, whole BOOLEAN NOT NULL, begun BIGINT, again BOOLEAN NOT NULL)';

/** Lays the table out, also in a staging of an earlier version, whose rows may come from sources that nobody noted. */
export async function layOutSources(connection: DuckDBConnection): Promise<void> {
  const columns = "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'source' AND column_name = 'begun'";
  if ((await countOf(connection, columns)) > 0) {
    return;
  }
  const rows = '(SELECT 1 FROM header LIMIT 1) UNION ALL (SELECT 1 FROM instance LIMIT 1)';
  const isStaged = (await countOf(connection, `SELECT count(*) FROM (${rows})`)) > 0;
  await connection.run(SOURCE_TABLE);
  if (isStaged) {
    await connection.run('INSERT INTO source VALUES ($1, $2, true, NULL, false)', [UNNOTED_KEY, UNNOTED]);
  }
}

/** Writes what is remembered of a source; runs inside the connection's transaction. */
export async function writeSource(connection: DuckDBConnection, note: SourceNote): Promise<void> {
  const { key, kind, whole, begunMs, isEmpty = false } = note;
  const found = await connection.runAndReadAll('SELECT whole, begun, again FROM source WHERE key = $1', [key]);
  if (isEmpty && found.currentRowCount === 0) {
    return;
  }
  const [wasWhole = false, begun = BigInt(begunMs), again = false] = found.getRows()[0] ?? [];
  await connection.run('DELETE FROM source WHERE key = $1', [key]);
  const values = [key, kind, whole, begun, again === true || (wasWhole === true && !whole)];
  await connection.run('INSERT INTO source VALUES ($1, $2, $3, $4, $5)', values);
}

/** What the sources of a staging that was read anew say beside those of the one in use, which is attached as `staged`. */
export interface SourcesApart {
  /** Kinds of the sources that were read anew, but not wholly. */
  readonly unread: readonly string[];
  /** Kinds of the sources that were read into the staging, and not read anew; `unnoted` for rows of which nobody noted the source. */
  readonly leftOut: readonly string[];
  /** Kinds of the sources that were begun again after they had been read anew to their end: what was read before was not read again. */
  readonly again: readonly string[];
  /** When the oldest of these readings began, in ms since 1970; without it nobody noted when. */
  readonly sinceMs?: number;
}

/** Compares the sources of two stagings. */
export async function sourcesApart(connection: DuckDBConnection): Promise<SourcesApart> {
  const kinds = async (sql: string): Promise<readonly string[]> =>
    (await connection.runAndReadAll(`SELECT kind FROM ${sql} ORDER BY kind`)).getRows().map(([kind]) => String(kind));
  const noted = await connection.runAndReadAll('SELECT min(begun), bool_and(begun IS NOT NULL) FROM source');
  const [since, isNoted] = noted.getRows()[0] ?? [];
  return {
    unread: await kinds('source WHERE NOT whole'),
    leftOut: await kinds(
      `staged.source AS s WHERE s.key = '${UNNOTED_KEY}' OR s.key NOT IN (SELECT key FROM main.source)`,
    ),
    again: await kinds('source WHERE again'),
    ...(isNoted === true && { sinceMs: Number(since) }),
  };
}
