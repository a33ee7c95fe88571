import type { DuckDBConnection } from '@duckdb/node-api';
import { assert, LIMITS, SfumatoError } from '../base/index.ts';
import { engine } from './engine/engine.ts';
import { type Described, expressionOf, type NoText, noTextOf, quoted } from './parquet-column.ts';
import { writtenColumns } from './parquet-schema.ts';

/** A Parquet file from elsewhere, open for reading; nothing of it is executed, and nothing else can be read through it. */
export interface ParquetFile {
  /** Names of the columns whose values can be text, as the file has them: all but those of bytes, of structures and of decimals beyond 38 digits. */
  readonly columns: readonly string[];
  /** Names of the others. */
  readonly unreadable: readonly string[];
  /** Of either, those whose cells aren't text as it was written, and what they are instead. */
  readonly notText: ReadonlyMap<string, NoText>;
  readonly rows: number;
  /**
   * The values of `columns` in the file's order, some rows at a time: per row one text per column, `undefined` for NULL and
   * for empty text. A date is YYYYMMDD, a time HHMMSS.f, a truth value YES or NO; a number is the shortest text that its own
   * precision reads back; a list is its values with the separator between them.
   * @throws SfumatoError `file-unreadable` where the file can't be read on.
   */
  read(columns: readonly string[]): AsyncGenerator<readonly (readonly (string | undefined)[])[]>;
  close(): void;
}

/**
 * Opens one Parquet file with an engine in memory that may read that file and nothing else, extends itself with nothing, and
 * never spills to disk. `separator` stands between the values of a list.
 * @throws SfumatoError `file-unreadable` for what is no Parquet file, or has a path that the engine would expand.
 */
export async function openParquetFile(path: string, separator: string): Promise<ParquetFile> {
  if (/[*?[\]{}]/.test(path)) {
    throw new SfumatoError('file-unreadable', 'The path of a Parquet file may not hold any of * ? [ ] { }; rename it.');
  }
  const { DuckDBInstance } = await engine();
  const instance = await DuckDBInstance.create(':memory:', SETTINGS);
  try {
    const connection = await instance.connect();
    await confine(connection, path);
    const found = await described(connection, path);
    const texts = found.map((column) => ({ ...column, text: expressionOf(column, separator) }));
    const expressions = new Map(texts.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text]])));
    return {
      columns: texts.filter(({ text }) => text !== undefined).map(({ name }) => name),
      unreadable: texts.filter(({ text }) => text === undefined).map(({ name }) => name),
      notText: new Map(found.flatMap((column) => noTextOf(column))),
      rows: await countRows(connection, path),
      read: (columns) => readRows(connection, { path, columns, expressions }),
      close() {
        connection.closeSync();
        instance.closeSync();
      },
    };
  } catch (cause) {
    instance.closeSync();
    throw unreadable(cause);
  }
}

const SETTINGS = {
  threads: '1',
  memory_limit: `${LIMITS.tableMemoryMebibytes}MiB`,
  temp_directory: '',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
} as const;

/** The paths that stay readable must be set before everything else is switched off, and the lock comes last. */
async function confine(connection: DuckDBConnection, path: string): Promise<void> {
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET allowed_paths = [${quoted(path)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

async function described(connection: DuckDBConnection, path: string): Promise<readonly Described[]> {
  const result = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${scanOf(path)}`);
  const written = await writtenColumns(connection, path);
  return result.getRows().map(([called, type], at) => {
    const { name = String(called), isMisread = false } = written[at] ?? {};
    return { name, called: String(called), type: isMisread ? 'UNKNOWN' : String(type) };
  });
}

async function countRows(connection: DuckDBConnection, path: string): Promise<number> {
  const result = await connection.runAndReadAll(`SELECT count(*) FROM ${scanOf(path)}`);
  return Number(result.getRows()[0]?.[0]);
}

interface Reading {
  readonly path: string;
  readonly columns: readonly string[];
  readonly expressions: ReadonlyMap<string, string>;
}

async function* readRows(connection: DuckDBConnection, { path, columns, expressions }: Reading) {
  const selected = columns.map((column) => {
    const expression = expressions.get(column);
    assert(expression !== undefined, 'only columns of the file are read');
    return expression;
  });
  try {
    const result = await connection.stream(`SELECT ${selected.join(', ')} FROM ${scanOf(path)}`);
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const values = columns.map((_, at) => chunk?.getColumnValues(at) ?? []);
      yield Array.from({ length: chunk.rowCount }, (_, row) => values.map((column) => textOf(column[row])));
    }
  } catch (cause) {
    throw unreadable(cause);
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Hive partitioning would make columns of the path's folders; strings of old writers aren't marked as such. */
function scanOf(path: string): string {
  return `read_parquet(${quoted(path)}, hive_partitioning = false, binary_as_string = true)`;
}

/** The engine's own words may hold values, so they stay in `cause`. */
function unreadable(cause: unknown): SfumatoError {
  return new SfumatoError('file-unreadable', 'The Parquet file cannot be read, or not to its end.', { cause });
}
