import { createReadStream, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { assert, csvRecord, isSfumatoError, LIMITS, SfumatoError } from '../../base/index.ts';
import { CsvReader } from './csv-reader.ts';
import { flawOfBeginning, linesOfUtf8 } from './encoding.ts';
import { faultOfLineEnds } from './line-ends.ts';
import type { Table, TableFlaw, TableRow } from './table.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const CHUNK_BYTES = 256 * 1024;

/**
 * Opens a CSV file: UTF-8 with or without a byte order mark, names in its first line, and between the columns whichever of
 * comma, semicolon, tab and bar parts that line into most. It is read here and not by DuckDB, whose reader numbers no rows
 * and leaves out, without a word, all that follows a stray quote.
 * @throws SfumatoError `file-unreadable`.
 */
export async function openCsvTable(path: string): Promise<Table | TableFlaw> {
  const { bytes, final, state } = await beginningOf(path);
  const flaw = flawOfBeginning(bytes);
  if (flaw !== undefined) {
    return flaw;
  }
  const text = new TextDecoder().decode(bytes);
  const parted = DELIMITERS.map((delimiter) => {
    const names = csvRecord(text, 0, { delimiter, final });
    return { delimiter, columns: 'cells' in names ? names.cells : [] };
  });
  const { delimiter, columns } = parted.reduce((most, one) => (one.columns.length > most.columns.length ? one : most));
  const fault = faultOfLineEnds(text, { delimiter, final });
  if (fault !== undefined) {
    return { fault };
  }
  return {
    columns,
    unreadable: [],
    notText: new Map(),
    isEstimated: true, // a cell in quotes may hold line ends
    check: () => checked(path),
    read: (wanted) => readRows(path, { delimiter, columns, wanted, state }),
    close: () => undefined,
  };
}

async function* checked(path: string): AsyncGenerator<number, TableFlaw | undefined> {
  const lines = linesOfUtf8(path);
  try {
    let step = await lines.next();
    for (; !step.done; step = await lines.next()) {
      yield Math.max(0, step.value - 1); // without the names
    }
    return step.value;
  } catch (cause) {
    throw unreadable(cause);
  }
}

interface Beginning {
  readonly bytes: Uint8Array;
  readonly final: boolean;
  readonly state: string;
}

/** Tells a file as it is from another in its place, and from itself once it was written to. */
function stateOf({ ino, size, mtimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs}`;
}

/** The longest first line that is read, whether that is the whole file, and what the file was then. */
async function beginningOf(path: string): Promise<Beginning> {
  try {
    const file = await open(path);
    try {
      const stats = await file.stat();
      const { size } = stats;
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(size, LIMITS.tableHeaderBytesMax)));
      return { bytes: buffer.subarray(0, bytesRead), final: bytesRead >= size, state: stateOf(stats) };
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(cause);
  }
}

interface Reading {
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly wanted: readonly string[];
  readonly state: string;
}

async function* readRows(
  path: string,
  { delimiter, columns, wanted, state }: Reading,
): AsyncGenerator<readonly TableRow[]> {
  const places = wanted.map((name) => columns.indexOf(name));
  assert(!places.includes(-1), 'only columns of the file are read');
  const reader = new CsvReader({ delimiter, columns: columns.length, places });
  const decoder = new TextDecoder();
  try {
    // The names were read before: under those of another file, values would stand in columns that aren't theirs.
    await requireSame(path, state);
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
      yield reader.push(decoder.decode(chunk, { stream: true }));
    }
    await requireSame(path, state);
    yield reader.push(decoder.decode(), true);
  } catch (cause) {
    throw unreadable(cause);
  }
}

async function requireSame(path: string, state: string): Promise<void> {
  if (stateOf(await stat(path)) !== state) {
    throw new SfumatoError('file-unreadable', 'The table was changed while it was read.');
  }
}

function unreadable(cause: unknown): unknown {
  return isSfumatoError(cause)
    ? cause
    : new SfumatoError('file-unreadable', 'The table cannot be read, or not to its end.', { cause });
}
