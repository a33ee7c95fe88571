import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { engine } from './engine.ts';

const CHUNK_ROWS = 2_048; // DuckDB's vector size

/** One column of a table: its type, and the value of a row in it. */
export interface WrittenColumn<Row> {
  readonly type: 'BIGINT' | 'INTEGER' | 'UBIGINT' | 'UHUGEINT' | 'UINTEGER' | 'USMALLINT' | 'UTINYINT';
  readonly value: (row: Row) => DuckDBValue;
}

/** Rows of a table as they are bulk-loaded; the columns are all that the table has, in its order. */
export interface RowBatch<Row> {
  readonly table: string;
  /** The attached database that the table is in; the connection's own unless said otherwise. */
  readonly database?: string;
  readonly columns: readonly WrittenColumn<Row>[];
  readonly rows: readonly Row[];
}

/** Appends a batch to a table, in chunks of one vector. Runs inside the connection's transaction when there is one. */
export async function appendRows<Row>(connection: DuckDBConnection, batch: RowBatch<Row>): Promise<void> {
  const { DuckDBDataChunk, ...named } = await engine();
  const types = batch.columns.map(({ type }) => named[type]);
  const appender = await connection.createAppender(batch.table, null, batch.database ?? null);
  try {
    for (let from = 0; from < batch.rows.length; from += CHUNK_ROWS) {
      // A chunk's rows are few enough to stay in the processor's cache while they are read column by column.
      const rows = batch.rows.slice(from, from + CHUNK_ROWS);
      const chunk = DuckDBDataChunk.create(types, rows.length);
      batch.columns.forEach(({ value }, at) => {
        chunk.setColumnValues(at, rows.map(value));
      });
      appender.appendDataChunk(chunk);
    }
  } finally {
    appender.closeSync();
  }
}
