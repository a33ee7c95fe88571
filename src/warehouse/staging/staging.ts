import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { makeFolder, putInPlace } from '../../base/files.ts';
import { assert, LIMITS, SfumatoError } from '../../base/index.ts';
import { appendRows } from '../engine/column-writer.ts';
import { engineSettings, type Handle, openHandle, writingError } from '../engine/handle.ts';
import { type StoredColumn, type StoredPolicy, storedColumns } from '../layout.ts';
import { StagedBuffer } from './buffer.ts';
import { readFillRates, readTotals } from './report.ts';
import type { FillRate, SourceNote, StagedInstance, StagedRow, StagedTotals, Staging } from './row.ts';
import { deleteSeen, fingerprintOf, SEEN_COLUMNS, SeenFiles } from './seen-files.ts';
import { layOutSources, writeSource } from './sources.ts';
import { headerColumns, INSTANCE_COLUMNS, STAGING_FORMAT, stagingTables } from './table.ts';

/** What publishing needs of an open staging; for this folder only. */
export interface StagedSource {
  readonly file: string;
  readonly columns: readonly StoredColumn[];
  /** Closes the file while `work` runs, so that another database can read it; what is staged meanwhile waits. */
  readonly lend: <T>(work: () => Promise<T>) => Promise<T>;
}

const sources = new WeakMap<Staging, StagedSource>();

/** The database behind a staging made by `openStaging`. @throws AssertionFailure for any other object. */
export function sourceOf(staging: Staging): StagedSource {
  const source = sources.get(staging);
  assert(source !== undefined, 'this is not an open staging');
  return source;
}

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

/** Which staging: of a policy, in a site's folder; with `anew` the one beside it, which nothing is published from. */
export interface StagingOptions {
  readonly folder: string;
  readonly policy: StoredPolicy;
  readonly anew?: boolean;
}

/**
 * Opens, or creates, the staging of `policy` in a site's folder.
 * @throws SfumatoError `folder-owned`, `file-unreadable`, `file-unwritable`.
 */
export async function openStaging({ folder, policy, anew = false }: StagingOptions): Promise<Staging> {
  const columns = storedColumns(policy).filter(({ derived }) => derived === undefined);
  const file = anew ? anewFile(folder, policy) : stagingFile(folder, policy);
  makeFolder(join(folder, 'staging'));
  if (!existsSync(file)) {
    await makeFile(file, { policy, columns });
  }
  const opened = await openFile(file);
  try {
    // Nothing spills before the first statement: what is there was left by a process that was killed.
    rmSync(spillFolder(file), { recursive: true, force: true });
    await layOut(opened.connection, { file, policy, columns });
  } catch (error) {
    opened.handle.close();
    throw error;
  }
  const staging = new DuckStaging(opened, { columns, deidentificationHash: policy.deidentificationHash });
  sources.set(staging, { file, columns, lend: (work) => staging.lend(work) });
  return Object.freeze(staging);
}

interface Opened {
  readonly handle: Handle;
  readonly connection: DuckDBConnection;
}

async function openFile(file: string): Promise<Opened> {
  const settings = { ...engineSettings(LIMITS.stagingBytesMax), lock_configuration: 'true' };
  const handle = await openHandle(file, { ...settings, temp_directory: spillFolder(file) });
  return { handle, connection: await handle.connect() };
}

/** Makes a staging of nothing as one step: what a crash leaves of a file that is being made, the engine never opens again. */
async function makeFile(file: string, layout: Omit<Layout, 'file'>): Promise<void> {
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

interface Layout {
  readonly file: string;
  readonly policy: StoredPolicy;
  readonly columns: readonly StoredColumn[];
}

async function layOut(connection: DuckDBConnection, { file, policy, columns }: Layout): Promise<void> {
  const description = JSON.stringify({ format: STAGING_FORMAT, hash: policy.deidentificationHash, columns });
  const made = await connection.runAndReadAll("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'layout'");
  if (made.getRows()[0]?.[0] === 0n) {
    for (const statement of ['BEGIN', ...stagingTables(columns)]) {
      await connection.run(statement);
    }
    await layOutSources(connection);
    await connection.run('INSERT INTO layout VALUES ($1)', [description]);
    await connection.run('COMMIT');
    return;
  }
  const kept = await connection.runAndReadAll('SELECT description FROM layout');
  if (kept.getRows()[0]?.[0] !== description) {
    const sentence = `${file} was staged under another de-identification or by another version of this program; move it away and ingest again.`;
    throw new SfumatoError('file-unreadable', sentence);
  }
  await connection.run('BEGIN');
  await layOutSources(connection); // stagings of earlier versions have none
  await connection.run('COMMIT');
}

class DuckStaging implements Staging {
  readonly file: string;
  readonly deidentificationHash: string;
  readonly #columns: readonly StoredColumn[];
  readonly #buffer: StagedBuffer;
  #opened: Opened;
  #seen: SeenFiles | undefined;
  #loading: Promise<SeenFiles> | undefined;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(opened: Opened, about: { columns: readonly StoredColumn[]; deidentificationHash: string }) {
    this.file = opened.handle.file;
    this.deidentificationHash = about.deidentificationHash;
    this.#columns = about.columns;
    this.#buffer = new StagedBuffer(about.columns);
    this.#opened = opened;
  }

  async add(rows: readonly StagedRow[]): Promise<void> {
    this.#buffer.add(rows);
    await this.#flushWhenFull();
  }

  async count(instances: readonly StagedInstance[]): Promise<void> {
    this.#buffer.count(instances);
    await this.#flushWhenFull();
  }

  async seen(fileKeys: readonly string[]): Promise<ReadonlySet<string>> {
    const seen = await this.#seenFiles();
    return new Set(fileKeys.filter((key) => seen.has(fingerprintOf(key))));
  }

  async markSeen(fileKeys: readonly string[]): Promise<void> {
    const fingerprints = fileKeys.map(fingerprintOf);
    this.#buffer.mark(fingerprints);
    this.#seen?.add(fingerprints);
    await this.#flushWhenFull();
  }

  async forgetSeen(fileKeys: readonly string[]): Promise<void> {
    const fingerprints = fileKeys.map(fingerprintOf);
    await this.flush();
    await this.#alone(() => this.#inOne((connection) => deleteSeen(connection, fingerprints)));
    this.#seen?.forget(fingerprints);
  }

  async noteSource(note: SourceNote): Promise<void> {
    await this.flush();
    await this.#alone(() => this.#inOne((connection) => writeSource(connection, note)));
  }

  flush(): Promise<void> {
    return this.#alone(() => this.#write());
  }

  async fillRates(): Promise<readonly FillRate[]> {
    await this.flush();
    return this.#alone(() => readFillRates(this.#opened.connection, this.#columns));
  }

  async totals(): Promise<StagedTotals> {
    await this.flush();
    return this.#alone(() => readTotals(this.#opened.connection));
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      this.#opened.handle.close();
    }
  }

  async lend<T>(work: () => Promise<T>): Promise<T> {
    await this.flush();
    return this.#alone(async () => {
      this.#opened.handle.close();
      try {
        return await work();
      } finally {
        rmSync(spillFolder(this.file), { recursive: true, force: true });
        this.#opened = await openFile(this.file);
      }
    });
  }

  /** Runs `work` when all that was asked for earlier is done: there is one connection. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#busy.then(work);
    this.#busy = done.catch(() => undefined);
    return done;
  }

  /** All files marked so far; they are read the first time somebody asks. */
  #seenFiles(): Promise<SeenFiles> {
    this.#loading ??= this.#alone(async () => {
      const seen = await SeenFiles.load(this.#opened.connection);
      // What was marked meanwhile waits in the buffer; what is marked from now on is added at once.
      seen.add(this.#buffer.files);
      this.#seen = seen;
      return seen;
    });
    return this.#loading;
  }

  async #flushWhenFull(): Promise<void> {
    if (this.#buffer.size >= LIMITS.stagedRowsBuffered) {
      await this.flush();
    }
  }

  /** Writes what is buffered in one transaction, so a file is never marked without its rows. */
  async #write(): Promise<void> {
    if (this.#buffer.size === 0) {
      return;
    }
    const { headers, values, instances, files } = this.#buffer.take();
    await this.#inOne(async (connection) => {
      const columns = headerColumns(this.#columns, values);
      await appendRows(connection, { table: 'header', columns, rows: headers });
      await appendRows(connection, { table: 'instance', columns: INSTANCE_COLUMNS, rows: instances });
      await appendRows(connection, { table: 'seen', columns: SEEN_COLUMNS, rows: files });
    });
  }

  /** Does `work` in one transaction. @throws SfumatoError as `flush`. */
  async #inOne(work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
    const { connection } = this.#opened;
    try {
      await connection.run('BEGIN');
      await work(connection);
      await connection.run('COMMIT');
    } catch (cause) {
      await connection.run('ROLLBACK').catch(() => undefined);
      throw writingError(this.file, cause);
    }
  }
}
