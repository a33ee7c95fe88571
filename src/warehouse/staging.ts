import { join } from 'node:path';
import { type DuckDBConnection, LIST, listValue, VARCHAR } from '@duckdb/node-api';
import { assert, SfumatoError } from '../base/index.ts';
import { appendColumns } from './column-writer.ts';
import { makeFolder } from './durable-file.ts';
import { type Handle, openHandle, writingError } from './handle.ts';
import { type StoredColumn, type StoredPolicy, storedColumns } from './layout.ts';
import type { FillRate, StagedInstance, StagedRow, StagedTotals, Staging } from './staged-row.ts';
import { readFillRates, readTotals } from './staging-report.ts';
import {
  duckTypes,
  type EncodedInstance,
  type EncodedRow,
  encodeInstance,
  encodeRow,
  stagingTables,
} from './staging-table.ts';

const BUFFERED_ROWS = 16_384;
const FILE_KEY_LENGTH_MAX = 128;

/** What publishing needs of an open staging; for this folder only. */
export interface StagedSource {
  readonly handle: Handle;
  readonly columns: readonly StoredColumn[];
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

/**
 * Opens, or creates, the staging of `policy` in a site's folder.
 * @throws SfumatoError `folder-owned`, `file-unreadable`, `file-unwritable`.
 */
export async function openStaging(options: { folder: string; policy: StoredPolicy }): Promise<Staging> {
  const { folder, policy } = options;
  const columns = storedColumns(policy);
  const file = stagingFile(folder, policy);
  makeFolder(join(folder, 'staging'));
  const handle = await openHandle(file, { lock_configuration: 'true' });
  try {
    const connection = await handle.connect();
    await layOut(connection, { file, policy, columns });
    const staging = new DuckStaging({ handle, connection, columns, policy });
    sources.set(staging, { handle, columns });
    return Object.freeze(staging);
  } catch (error) {
    handle.close();
    throw error;
  }
}

interface Layout {
  readonly file: string;
  readonly policy: StoredPolicy;
  readonly columns: readonly StoredColumn[];
}

async function layOut(connection: DuckDBConnection, { file, policy, columns }: Layout): Promise<void> {
  const description = JSON.stringify({ format: 1, hash: policy.deidentificationHash, columns });
  const made = await connection.runAndReadAll("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'layout'");
  if (made.getRows()[0]?.[0] === 0n) {
    const statements = ['BEGIN', ...stagingTables(columns)];
    for (const statement of statements) {
      await connection.run(statement);
    }
    await connection.run('INSERT INTO layout VALUES ($1)', [description]);
    await connection.run('COMMIT');
    return;
  }
  const kept = await connection.runAndReadAll('SELECT description FROM layout');
  if (kept.getRows()[0]?.[0] !== description) {
    const sentence = `${file} was staged under another de-identification; move it away and ingest again.`;
    throw new SfumatoError('file-unreadable', sentence);
  }
}

interface Opened {
  readonly handle: Handle;
  readonly connection: DuckDBConnection;
  readonly columns: readonly StoredColumn[];
  readonly policy: StoredPolicy;
}

class DuckStaging implements Staging {
  readonly file: string;
  readonly deidentificationHash: string;
  readonly #opened: Opened;
  #rows: EncodedRow[] = [];
  #instances: EncodedInstance[] = [];
  #files: string[] = [];
  #filesWaiting = new Set<string>();
  #writing: Promise<void> = Promise.resolve();

  constructor(opened: Opened) {
    this.file = opened.handle.file;
    this.deidentificationHash = opened.policy.deidentificationHash;
    this.#opened = opened;
  }

  async add(rows: readonly StagedRow[]): Promise<void> {
    const encoded = rows.map((row) => encodeRow(row, this.#opened.columns));
    this.#rows.push(...encoded);
    this.#instances.push(...encoded);
    await this.#flushWhenFull();
  }

  async count(instances: readonly StagedInstance[]): Promise<void> {
    this.#instances.push(...instances.map(encodeInstance));
    await this.#flushWhenFull();
  }

  async seen(fileKeys: readonly string[]): Promise<ReadonlySet<string>> {
    await this.#writing;
    const waiting = fileKeys.filter((key) => this.#filesWaiting.has(key));
    const sql = 'SELECT DISTINCT file FROM seen WHERE file IN (SELECT unnest($1))';
    const keys = listValue([...fileKeys]);
    const found = await this.#opened.connection.runAndReadAll(sql, [keys], [LIST(VARCHAR)]);
    return new Set([...waiting, ...found.getRows().map(([file]) => String(file))]);
  }

  async markSeen(fileKeys: readonly string[]): Promise<void> {
    for (const key of fileKeys) {
      assert(key.length > 0 && key.length <= FILE_KEY_LENGTH_MAX, 'a file key has 1 to 128 characters');
      this.#files.push(key);
      this.#filesWaiting.add(key);
    }
    await this.#flushWhenFull();
  }

  flush(): Promise<void> {
    const write = this.#writing.then(() => this.#write());
    this.#writing = write.catch(() => undefined);
    return write;
  }

  async fillRates(): Promise<readonly FillRate[]> {
    await this.flush();
    return readFillRates(this.#opened.connection, this.#opened.columns);
  }

  async totals(): Promise<StagedTotals> {
    await this.flush();
    return readTotals(this.#opened.connection);
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      this.#opened.handle.close();
    }
  }

  async #flushWhenFull(): Promise<void> {
    if (this.#instances.length + this.#files.length >= BUFFERED_ROWS) {
      await this.flush();
    }
  }

  /** Writes what is buffered in one transaction, so a file is never marked without its rows. */
  async #write(): Promise<void> {
    const { connection, columns } = this.#opened;
    const rows = this.#rows;
    const instances = this.#instances;
    const files = this.#files;
    if (instances.length === 0 && files.length === 0) {
      return;
    }
    this.#rows = [];
    this.#instances = [];
    this.#files = [];
    try {
      await connection.run('BEGIN');
      await appendColumns(connection, headerBatch(leastRanked(rows), columns));
      await appendColumns(connection, instanceBatch(instances));
      await appendColumns(connection, { table: 'seen', types: [VARCHAR], columns: [files] });
      await connection.run('COMMIT');
    } catch (cause) {
      await connection.run('ROLLBACK').catch(() => undefined);
      throw writingError(this.file, cause);
    }
    for (const file of files) {
      this.#filesWaiting.delete(file);
    }
  }
}

/** The header of least rank of each series in a batch; publish takes the least over all batches, so order is nothing. */
function leastRanked(rows: readonly EncodedRow[]): readonly EncodedRow[] {
  const least = new Map<string, EncodedRow>();
  for (const row of rows) {
    const key = `${row.patient} ${row.study} ${row.series}`;
    const held = least.get(key);
    if (held === undefined || row.rank < held.rank) {
      least.set(key, row);
    }
  }
  return [...least.values()];
}

function headerBatch(rows: readonly EncodedRow[], columns: readonly StoredColumn[]) {
  const keys = [
    rows.map((r) => r.patient),
    rows.map((r) => r.study),
    rows.map((r) => r.series),
    rows.map((r) => r.rank),
  ];
  const values = columns.map((_, at) => rows.map((row) => row.values[at] ?? 0));
  return { table: 'header', types: duckTypes(columns), columns: [...keys, ...values] };
}

function instanceBatch(rows: readonly EncodedInstance[]) {
  const keys = [
    rows.map((r) => r.patient),
    rows.map((r) => r.study),
    rows.map((r) => r.series),
    rows.map((r) => r.instance),
  ];
  return { table: 'instance', types: duckTypes([]), columns: keys };
}
