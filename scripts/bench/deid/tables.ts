import { copyFileSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Chunk } from './places.ts';

/** One column of one table, every value of it. */
export interface TableColumn {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** Integers as bigint, everything else as text; BLOBs as their bytes. */
  readonly values: readonly (bigint | string | Uint8Array | null)[];
}

/** All that a database holds. */
export interface Contents {
  readonly columns: readonly TableColumn[];
  /** The statements that would lay it out again: names can hold something too. */
  readonly definitions: readonly string[];
}

const INTEGERS = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/;

/** Reads every column of every table of a DuckDB file, through a copy. */
export async function contentsOf(file: string, copy: string): Promise<Contents> {
  copyFileSync(file, copy);
  const instance = await DuckDBInstance.create(copy, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const tables = await textRows(connection, 'SELECT table_name, sql FROM duckdb_tables()');
    const views = await textRows(connection, 'SELECT sql FROM duckdb_views() WHERE NOT internal');
    const named = await textRows(
      connection,
      'SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal',
    );
    const columns: TableColumn[] = [];
    for (const [table, name, type] of named.map((row) => row.map(String) as [string, string, string])) {
      columns.push({ table, name, type, values: await valuesOf(connection, { table, name, type }) });
    }
    return { columns, definitions: [...tables, ...views].map((row) => row.join(' ')) };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function textRows(connection: DuckDBConnection, sql: string): Promise<(string | null)[][]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
}

async function valuesOf(connection: DuckDBConnection, { table, name, type }: Omit<TableColumn, 'values'>) {
  const [column, from] = [quoted(name), quoted(table)];
  const read = type === 'BLOB' ? `hex(${column})` : `CAST(${column} AS VARCHAR)`;
  const rows = await textRows(connection, `SELECT ${read} FROM ${from} ORDER BY rowid`);
  return rows.map(([text = null]) => {
    if (text === null) {
      return null;
    }
    return INTEGERS.test(type) ? BigInt(text) : type === 'BLOB' ? Buffer.from(text, 'hex') : text;
  });
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Contents as bytes to search: texts, BLOBs, and integers in decimal digits and as the bytes that they may spell. */
export function chunksOf({ columns, definitions }: Contents): readonly Chunk[] {
  const chunks = columns.map(({ table, name, values }) => {
    const present = values.filter((value) => value !== null);
    const parts = present.flatMap((value) => (typeof value === 'bigint' ? spelledOut(value) : [Buffer.from(value)]));
    return { label: `${table}.${name}`, bytes: Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')])) };
  });
  return [...chunks, ...rowChunks(columns), { label: 'definitions', bytes: Buffer.from(definitions.join('\n')) }];
}

/** The integers of each row as one run of bytes: something long can be cut up into several columns. */
function rowChunks(columns: readonly TableColumn[]): readonly Chunk[] {
  const tables = [...new Set(columns.map(({ table }) => table))];
  return tables.map((table) => {
    const of = columns.filter((column) => column.table === table && INTEGERS.test(column.type));
    const rows = (of[0]?.values ?? []).map((_, at) =>
      of.map(({ type, values }) => fixedWidth(type, values[at] ?? null)),
    );
    const big = rows.map((cells) => Buffer.concat(cells));
    const little = rows.map((cells) => Buffer.concat(cells.map((cell) => Buffer.from(cell).reverse())));
    return { label: `${table}, row by row`, bytes: Buffer.concat([...big, ...little]) };
  });
}

const BYTES: Readonly<Record<string, number>> = { TINYINT: 1, SMALLINT: 2, INTEGER: 4, BIGINT: 8, HUGEINT: 16 };

function fixedWidth(type: string, value: TableColumn['values'][number]): Buffer {
  const bytes = BYTES[type.replace(/^U/, '')] ?? 16;
  const number = typeof value === 'bigint' ? BigInt.asUintN(bytes * 8, value) : 0n;
  return Buffer.from(number.toString(16).padStart(bytes * 2, '0'), 'hex');
}

function spelledOut(value: bigint): readonly Buffer[] {
  const hex = BigInt.asUintN(128, value).toString(16);
  const big = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return [Buffer.from(String(value)), big, Buffer.from(big).reverse()];
}

/** A row of integers by column; what is null isn't in it. */
export type Row = Readonly<Record<string, bigint>>;

/** The rows of one table of integers. */
export function rowsOf({ columns }: Contents, table: string): readonly Row[] {
  const of = columns.filter((column) => column.table === table);
  return (of[0]?.values ?? []).map((_, at) => {
    const cells = of.flatMap(({ name, values }) =>
      typeof values[at] === 'bigint' ? [[name, values[at]] as const] : [],
    );
    return Object.fromEntries(cells);
  });
}
