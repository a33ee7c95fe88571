import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { assert, LIMITS, SfumatoError, systemCode } from '../../base/index.ts';
import { engine } from './engine.ts';

// A second handle on one file in one process loses committed rows without an error, so there is never one.
const openFiles = new Set<string>();

const NO_EXTENSIONS = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
} as const;

/** An open DuckDB file; it holds the operating system's lock on the file until it is closed. */
export class Handle {
  readonly file: string;
  readonly #instance: DuckDBInstance;
  readonly #connections: DuckDBConnection[] = [];
  readonly #files: readonly string[];
  #open = true;

  constructor(instance: DuckDBInstance, files: readonly [string, ...string[]]) {
    this.file = files[0];
    this.#instance = instance;
    this.#files = files;
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
      forget(this.#files);
    }
  }
}

/** Settings of an engine that may hold `bytesMax` bytes in memory. */
export function engineSettings(bytesMax: number): Readonly<Record<string, string>> {
  return { memory_limit: `${bytesMax / 2 ** 20}MiB`, threads: String(LIMITS.warehouseThreads) };
}

/**
 * Opens a DuckDB file with every external access switched off; `settings` are further DuckDB options.
 * @throws AssertionFailure when this process has the file open already.
 * @throws SfumatoError `folder-owned` when another process has, `disk-full`, `file-unwritable` where the system doesn't let it be opened,
 *   `file-unreadable` when it is no DuckDB file.
 */
export async function openHandle(file: string, settings: Readonly<Record<string, string>>): Promise<Handle> {
  const path = resolve(file);
  const { DuckDBInstance } = await engine();
  remember([path]);
  try {
    const options = { ...NO_EXTENSIONS, ...settings, enable_external_access: 'false' };
    return new Handle(await DuckDBInstance.create(path, options), [path]);
  } catch (cause) {
    forget([path]);
    throw openingError(path, cause, settings.access_mode === 'READ_ONLY' ? forReading : forWriting);
  }
}

/** How a file is opened together with a second one. */
export interface Beside {
  readonly file: string;
  /** The second file, which can only be read; statements call it `staged`. */
  readonly staged: string;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Opens a DuckDB file together with a second one, `staged`, and a database in memory, `scratch`. No other file can be reached
 * from then on and no setting changed: the engine knows of these before external access is switched off.
 * @throws AssertionFailure, SfumatoError as `openHandle`.
 */
export async function openHandleBeside({ file, staged, settings }: Beside): Promise<Handle> {
  const paths: [string, string] = [resolve(file), resolve(staged)];
  const { DuckDBInstance } = await engine();
  remember(paths);
  let instance: DuckDBInstance | undefined;
  try {
    instance = await DuckDBInstance.create(paths[0], { ...NO_EXTENSIONS, ...settings });
    const connection = await instance.connect();
    for (const statement of [
      `ATTACH '${paths[1].replaceAll("'", "''")}' AS staged (READ_ONLY)`,
      "ATTACH ':memory:' AS scratch",
      'SET enable_external_access = false',
      'SET lock_configuration = true',
    ]) {
      await connection.run(statement);
    }
    connection.closeSync();
    return new Handle(instance, paths);
  } catch (cause) {
    instance?.closeSync();
    forget(paths);
    throw instance === undefined
      ? openingError(paths[0], cause, forWriting)
      : openingError(paths[1], cause, forReading);
  }
}

function remember(paths: readonly string[]): void {
  assert(!paths.some((path) => openFiles.has(path)), 'a DuckDB file is opened once per process');
  for (const path of paths) {
    openFiles.add(path);
  }
}

function forget(paths: readonly string[]): void {
  for (const path of paths) {
    openFiles.delete(path);
  }
}

const NO_SPACE = /No space left|Out of disk|disk full/i;

/** What keeps a file from being opened though nothing is wrong with it: the system's codes, and what the engine makes of them. */
const HINDRANCES: readonly (readonly [codes: readonly string[], says: RegExp, sentence: string])[] = [
  [
    ['EMFILE', 'ENFILE'],
    /Too many open files/,
    'could not be opened, because no more files may be; raise that limit (`ulimit -n`, LimitNOFILE of a service).',
  ],
  [
    ['EACCES', 'EPERM'],
    /Permission denied/,
    'may not be opened by the account that runs this; `chown -R` the site’s folder to it, or run as its owner.',
  ],
  [['EROFS'], /Read-only file system/, 'could not be opened, because its file system is mounted read-only.'],
];

/** Opens a file as the engine would, and closes it. */
export type TryOpening = (path: string) => void;

const forReading: TryOpening = (path) => closeSync(openSync(path, 'r'));
const forWriting: TryOpening = (path) => closeSync(openSync(path, 'r+'));

/** Asks the system itself first: in which words the engine tells it is the engine's affair. */
function hindranceOf(path: string, text: string, open: TryOpening): string | undefined {
  let code = '';
  try {
    open(path);
  } catch (error) {
    code = systemCode(error) ?? '';
  }
  const known = HINDRANCES.find(([codes]) => codes.includes(code)) ?? HINDRANCES.find(([, says]) => says.test(text));
  return known?.[2];
}

/** An operating error out of what DuckDB threw while opening `path`; `open` opens it once more. */
export function openingError(path: string, cause: unknown, open: TryOpening): SfumatoError {
  const text = cause instanceof Error ? cause.message : '';
  if (text.includes('Could not set lock')) {
    return new SfumatoError('folder-owned', `${path} is open in another process; stop that one first.`, { cause });
  }
  if (NO_SPACE.test(text)) {
    return new SfumatoError('disk-full', `There is no space left to open ${path}; free some and start again.`, {
      cause,
    });
  }
  const hindered = hindranceOf(path, text, open);
  return hindered === undefined
    ? new SfumatoError('file-unreadable', `${path} could not be opened as a DuckDB file; is it damaged?`, { cause })
    : new SfumatoError('file-unwritable', `${path} ${hindered}`, { cause });
}

/** An operating error out of what DuckDB threw while reading `path`, which it had opened: a file may be damaged where that isn't looked at. */
export function readingError(path: string, cause: unknown): unknown {
  return cause instanceof Error && cause.message.includes('IO Error') ? openingError(path, cause, forReading) : cause;
}

/**
 * An operating error out of what DuckDB threw while writing `file`.
 * The engine's own text may hold values, so it stays in `cause` and out of the message.
 */
export function writingError(file: string, cause: unknown): unknown {
  if (cause instanceof Error && NO_SPACE.test(cause.message)) {
    return new SfumatoError('disk-full', `There is no space left to write ${file}; free some and start again.`, {
      cause,
    });
  }
  if (cause instanceof Error && /IO Error|Permission denied|Read-only/i.test(cause.message)) {
    return new SfumatoError('file-unwritable', `${file} could not be written; look at its folder's rights.`, { cause });
  }
  return cause;
}
