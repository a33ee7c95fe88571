import { rmSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { LIMITS } from '../../base/index.ts';
import { appendRows } from '../engine/column-writer.ts';
import { writingError } from '../engine/handle.ts';
import type { StoredColumn } from '../layout.ts';
import { StagedBuffer } from './buffer.ts';
import { readClassSizes, type Telling } from './classes.ts';
import { readFillRates, readTotals } from './report.ts';
import type { FillRate, SourceNote, StagedInstance, StagedRow, StagedTotals, Staging } from './row.ts';
import { deleteSeen, fingerprintOf, SEEN_COLUMNS, SeenFiles } from './seen-files.ts';
import { writeSource } from './sources.ts';
import { type Opened, openFile, spillFolder } from './staging-file.ts';
import { headerColumns, INSTANCE_COLUMNS } from './table.ts';

/** A staging over one file and one connection: what is asked for is done in turn. */
export class DuckStaging implements Staging {
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

  async classSizes(telling: Telling): Promise<readonly ReadonlyMap<number, number>[]> {
    await this.flush();
    return this.#alone(() => readClassSizes(this.#opened.connection, telling));
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
