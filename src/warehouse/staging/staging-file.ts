import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { putInPlace } from '../../base/files.ts';
import { LIMITS, SfumatoError } from '../../base/index.ts';
import { engineSettings, type Handle, openHandle, readingError, writingError } from '../engine/handle.ts';
import type { StoredColumn, StoredPolicy } from '../layout.ts';
import { layOutSources } from './sources.ts';
import { STAGING_FORMAT, stagingTables } from './table.ts';

/** The staging file of a de-identification, under a site's folder. */
export function stagingFile(folder: string, policy: StoredPolicy): string {
  return join(folder, 'staging', `${policy.deidentificationHash.slice(0, 16)}.duckdb`);
}

/** The staging beside it, into which sources are read anew until it takes the other's place. */
export function anewFile(folder: string, policy: StoredPolicy): string {
  return stagingFile(folder, policy).replace(/\.duckdb$/, '.anew.duckdb');
}

/** Where the engine puts what doesn't fit in memory while it works on a staging; only pseudonymised rows are in it. */
export function spillFolder(file: string): string {
  return `${file}.tmp`;
}

/** A staging file that the engine has open. */
export interface Opened {
  readonly handle: Handle;
  readonly connection: DuckDBConnection;
}

/** Opens a staging file. @throws SfumatoError `folder-owned`, `file-unreadable`. */
export async function openFile(file: string): Promise<Opened> {
  const settings = { ...engineSettings(LIMITS.stagingBytesMax), lock_configuration: 'true' };
  const handle = await openHandle(file, { ...settings, temp_directory: spillFolder(file) });
  return { handle, connection: await handle.connect() };
}

/** Makes a staging of nothing as one step: what a crash leaves of a file that is being made, the engine never opens again. */
export async function makeFile(file: string, layout: Omit<Layout, 'file'>): Promise<void> {
  const partial = `${file}.partial`;
  for (const left of [partial, `${partial}.wal`]) {
    rmSync(left, { force: true });
  }
  const { handle, connection } = await openFile(partial);
  try {
    await layOut(connection, { file: partial, ...layout });
  } finally {
    handle.close();
  }
  // A log whose file is gone would be read into this one.
  rmSync(`${file}.wal`, { force: true });
  putInPlace(partial, file, 0o600);
}

/** What a staging file is laid out for. */
export interface Layout {
  readonly file: string;
  readonly policy: StoredPolicy;
  readonly columns: readonly StoredColumn[];
}

/**
 * Lays the tables out in a file that has none; in one that has, looks that they are the same.
 * @throws SfumatoError `file-unreadable`, `disk-full`, `file-unwritable`.
 */
export async function layOut(connection: DuckDBConnection, { file, policy, columns }: Layout): Promise<void> {
  const description = JSON.stringify({ format: STAGING_FORMAT, hash: policy.deidentificationHash, columns });
  const kept = await keptDescription(connection, file);
  if (kept !== undefined && kept !== description) {
    const sentence = `${file} was staged under another de-identification or by another version of this program; move it away and ingest again.`;
    throw new SfumatoError('file-unreadable', sentence);
  }
  try {
    await connection.run('BEGIN');
    if (kept === undefined) {
      await layOutTables(connection, { columns, description });
    }
    await layOutSources(connection); // stagings of earlier versions have none
    await connection.run('COMMIT');
  } catch (cause) {
    throw writingError(file, cause);
  }
}

/** What a file says that it was laid out for; `undefined` of one that has no tables yet. */
async function keptDescription(connection: DuckDBConnection, file: string): Promise<unknown> {
  try {
    const made = await connection.runAndReadAll("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'layout'");
    if (made.getRows()[0]?.[0] === 0n) {
      return undefined;
    }
    const kept = await connection.runAndReadAll('SELECT description FROM layout');
    return kept.getRows()[0]?.[0] ?? null;
  } catch (cause) {
    throw readingError(file, cause);
  }
}

async function layOutTables(
  connection: DuckDBConnection,
  { columns, description }: Pick<Layout, 'columns'> & { readonly description: string },
): Promise<void> {
  for (const statement of stagingTables(columns)) {
    await connection.run(statement);
  }
  await connection.run('INSERT INTO layout VALUES ($1)', [description]);
}
