import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { assert, csvRecord, isSfumatoError, LIMITS, SfumatoError } from '../../base/index.ts';
import { CsvReader } from './csv-reader.ts';
import type { Table, TableRow } from './table.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const CHUNK_BYTES = 256 * 1024;

/**
 * Opens a CSV file: UTF-8 with or without a byte order mark, names in its first line, and between the columns whichever of
 * comma, semicolon, tab and bar parts that line into most. It is read here and not by DuckDB, whose reader numbers no rows
 * and leaves out, without a word, all that follows a stray quote.
 * @throws SfumatoError `file-unreadable`.
 */
export async function openCsvTable(path: string): Promise<Table> {
  const { text, final, rows } = await beginningOf(path);
  const parted = DELIMITERS.map((delimiter) => {
    const names = csvRecord(text, 0, { delimiter, final });
    return { delimiter, columns: 'cells' in names ? names.cells : [] };
  });
  const { delimiter, columns } = parted.reduce((most, one) => (one.columns.length > most.columns.length ? one : most));
  return {
    columns,
    unreadable: [],
    rows,
    read: (wanted) => readRows(path, { delimiter, columns, wanted }),
    close: () => undefined,
  };
}

/** The longest first line that is read, and about how many rows the file has if the others are like those after it. */
async function beginningOf(path: string): Promise<{ text: string; final: boolean; rows: number }> {
  try {
    const { size } = await stat(path);
    const file = await open(path);
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(size, LIMITS.tableHeaderBytesMax)));
      const text = new TextDecoder().decode(buffer.subarray(0, bytesRead));
      const rows = Math.max(0, text.split('\n').length - 2);
      return { text, final: bytesRead >= size, rows: Math.round((rows * size) / Math.max(1, bytesRead)) };
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
}

async function* readRows(path: string, { delimiter, columns, wanted }: Reading): AsyncGenerator<readonly TableRow[]> {
  const places = wanted.map((name) => columns.indexOf(name));
  assert(!places.includes(-1), 'only columns of the file are read');
  const reader = new CsvReader({ delimiter, columns: columns.length, places });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
      yield reader.push(decoder.decode(chunk, { stream: true }));
    }
    yield reader.push(decoder.decode(), true);
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause: unknown): unknown {
  return isSfumatoError(cause)
    ? cause
    : new SfumatoError('file-unreadable', 'The table cannot be read, or not to its end.', { cause });
}
