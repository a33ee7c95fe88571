import { resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { assert, SfumatoError } from '../base/index.ts';

// A second handle on one file in one process loses committed rows without an error, so there is never one.
const openFiles = new Set<string>();

const LOCKED_DOWN = {
  enable_external_access: 'false',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
} as const;

/** An open DuckDB file; it holds the operating system's lock on the file until it is closed. */
export class Handle {
  readonly file: string;
  readonly #instance: DuckDBInstance;
  readonly #connections: DuckDBConnection[] = [];
  #open = true;

  constructor(file: string, instance: DuckDBInstance) {
    this.file = file;
    this.#instance = instance;
  }

  /** One more connection, closed with the handle. */
  async connect(): Promise<DuckDBConnection> {
    assert(this.#open, 'this database is closed');
    const connection = await this.#instance.connect();
    this.#connections.push(connection);
    return connection;
  }

  /** Closes every connection and the file; doing so twice is harmless. */
  close(): void {
    if (this.#open) {
      this.#open = false;
      for (const connection of this.#connections) {
        connection.closeSync();
      }
      this.#instance.closeSync();
      openFiles.delete(this.file);
    }
  }
}

/**
 * Opens a DuckDB file with every external access switched off; `settings` are further DuckDB options.
 * @throws AssertionFailure when this process has the file open already.
 * @throws SfumatoError `folder-owned` when another process has, `file-unreadable` when it is no DuckDB file.
 */
export async function openHandle(file: string, settings: Readonly<Record<string, string>>): Promise<Handle> {
  const path = resolve(file);
  assert(!openFiles.has(path), 'a DuckDB file is opened once per process');
  openFiles.add(path);
  try {
    return new Handle(path, await DuckDBInstance.create(path, { ...LOCKED_DOWN, ...settings }));
  } catch (cause) {
    openFiles.delete(path);
    throw openingError(path, cause);
  }
}

function openingError(path: string, cause: unknown): SfumatoError {
  const text = cause instanceof Error ? cause.message : '';
  return text.includes('Could not set lock')
    ? new SfumatoError('folder-owned', `${path} is open in another process; stop that one first.`, { cause })
    : new SfumatoError('file-unreadable', `${path} could not be opened as a DuckDB file; is it damaged?`, { cause });
}

/**
 * An operating error out of what DuckDB threw while writing `file`.
 * The engine's own text may hold values, so it stays in `cause` and out of the message.
 */
export function writingError(file: string, cause: unknown): unknown {
  if (cause instanceof Error && /No space left|Out of disk|disk full/i.test(cause.message)) {
    return new SfumatoError('disk-full', `There is no space left to write ${file}; free some and start again.`, {
      cause,
    });
  }
  if (cause instanceof Error && /IO Error|Permission denied|Read-only/i.test(cause.message)) {
    return new SfumatoError('file-unwritable', `${file} could not be written; look at its folder's rights.`, { cause });
  }
  return cause;
}
