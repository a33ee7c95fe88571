import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { assert } from '../../base/index.ts';

/** A SELECT whose rows are read chunk by chunk, and how many rows it must give. */
export interface ChunkStream {
  readonly connection: DuckDBConnection;
  readonly sql: string;
  readonly rows: number;
}

/**
 * Reads a SELECT chunk by chunk. The connection must run nothing else meanwhile: the engine ends a stream without an
 * error when it does, which is why the rows are counted.
 * @throws AssertionFailure when the stream ended early or late.
 */
export async function* streamChunks({ connection, sql, rows }: ChunkStream): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(sql);
  let read = 0;
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    read += chunk.rowCount;
    yield chunk;
  }
  assert(read === rows, 'a stream of rows is read to its end');
}

/** The one number that a SELECT gives. */
export async function countOf(connection: DuckDBConnection, sql: string): Promise<number> {
  const result = await connection.runAndReadAll(sql);
  return Number(result.getRows()[0]?.[0]);
}
