import { type DuckDBConnection, DuckDBDataChunk, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { assert } from '../base/index.ts';

const CHUNK_ROWS = 2_048; // DuckDB's vector size

/** A table's columns as they are bulk-loaded: their types and, per column, one value a row. */
export interface ColumnBatch {
  readonly table: string;
  readonly types: readonly DuckDBType[];
  readonly columns: readonly (readonly DuckDBValue[])[];
}

/** Appends a batch to a table, in chunks of one vector. Runs inside the connection's transaction when there is one. */
export async function appendColumns(connection: DuckDBConnection, batch: ColumnBatch): Promise<void> {
  const rows = batch.columns[0]?.length ?? 0;
  assert(batch.columns.length === batch.types.length, 'a batch has one list of values per column');
  assert(
    batch.columns.every((values) => values.length === rows),
    'the columns of a batch are equally long',
  );
  const appender = await connection.createAppender(batch.table);
  try {
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const chunk = DuckDBDataChunk.create(batch.types, Math.min(CHUNK_ROWS, rows - from));
      batch.columns.forEach((values, at) => {
        chunk.setColumnValues(at, values.slice(from, from + CHUNK_ROWS));
      });
      appender.appendDataChunk(chunk);
    }
  } finally {
    appender.closeSync();
  }
}
