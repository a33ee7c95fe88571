import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBValue } from '@duckdb/node-api';
import { AssertionFailure, assert, type Clock, SfumatoError } from '../base/index.ts';
import { engine } from './engine/engine.ts';

// One statement on one connection: exactly one SELECT, integers in and integers out, within its deadline.

/** How long after one interrupt another is made. */
const INTERRUPT_AGAIN_MS = 10;

/** One SELECT and the integers bound to its `$1, $2, …`. */
export interface BoundStatement {
  readonly sql: string;
  readonly parameters: readonly number[];
}

/** When a run is stopped: once `clock.monotonicMs()` reaches `atMs`. */
export interface Deadline {
  readonly clock: Clock;
  readonly atMs: number;
}

/** Takes some rows: one list of integers per column, all equally long. */
export type TakeColumns = (columns: readonly (readonly number[])[]) => void;

/** Runs a SELECT and gives its rows. @throws SfumatoError `internal` when the deadline passed, or the engine failed. */
export function rowsOf(connection: DuckDBConnection, { sql, parameters }: BoundStatement, deadline?: Deadline) {
  return within(connection, deadline, async () => integersOf(await prepareOne(connection, sql), parameters));
}

/** Who takes the rows, and until when. */
export interface Taking {
  readonly take: TakeColumns;
  readonly deadline?: Deadline | undefined;
}

/** Runs a SELECT and hands its rows over, some thousand at a time. @throws SfumatoError as `rowsOf`. */
export function handOver(
  connection: DuckDBConnection,
  { sql, parameters }: BoundStatement,
  { take, deadline }: Taking,
) {
  return within(connection, deadline, async () => takeAll(await prepareOne(connection, sql), parameters, take));
}

/** Prepares a text that must be exactly one SELECT (or an EXPLAIN of one). */
async function prepareOne(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const { StatementType } = await engine();
  const statements = await connection.extractStatements(sql);
  assert(statements.count === 1, 'a snapshot runs exactly one statement');
  const prepared = await statements.prepare(0);
  assert(prepared.statementType === StatementType.SELECT, 'a snapshot runs SELECT only');
  return prepared;
}

function bind(prepared: DuckDBPreparedStatement, parameters: readonly number[]): void {
  assert(prepared.parameterCount === parameters.length, 'every parameter of a statement is bound');
  parameters.forEach((value, at) => {
    assert(Number.isSafeInteger(value) && Math.abs(value) < 2 ** 31, 'parameters are 32-bit integers');
    prepared.bindInteger(at + 1, value);
  });
}

async function integersOf(
  prepared: DuckDBPreparedStatement,
  parameters: readonly number[],
): Promise<readonly (readonly bigint[])[]> {
  bind(prepared, parameters);
  const result = await prepared.runAndReadAll();
  return result.getRows().map((row) => row.map(integer));
}

async function takeAll(prepared: DuckDBPreparedStatement, parameters: readonly number[], take: TakeColumns) {
  bind(prepared, parameters);
  const result = await prepared.run();
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    take(chunk.getColumns().map((values) => values.map(smallInteger)));
  }
}

function smallInteger(value: DuckDBValue): number {
  assert(typeof value === 'number' && Number.isInteger(value), 'a statement gives integers only');
  return value;
}

function integer(value: DuckDBValue): bigint {
  assert(typeof value === 'bigint' || Number.isSafeInteger(value), 'a statement gives integers only');
  return BigInt(Number.isSafeInteger(value) ? Number(value) : String(value));
}

async function within<T>(
  connection: DuckDBConnection,
  deadline: Deadline | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (deadline !== undefined && deadline.clock.monotonicMs() >= deadline.atMs) {
    throw new SfumatoError('internal', 'A query passed its deadline before it began.');
  }
  const done = new AbortController();
  if (deadline !== undefined) {
    void interruptFrom(connection, deadline, done.signal);
  }
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AssertionFailure) {
      throw cause;
    }
    // The engine's text may quote the statement, so it stays in `cause`.
    throw new SfumatoError('internal', 'A query passed its deadline or failed in the engine.', { cause });
  } finally {
    // Without a reason an error is made each time, with its stack.
    done.abort('done');
  }
}

/** An interrupt is lost where the engine hasn't begun, as while all of the process's threads are taken, so it is made again until the work is done. */
async function interruptFrom(connection: DuckDBConnection, { clock, atMs }: Deadline, done: AbortSignal) {
  for (let nextMs = atMs; ; nextMs = clock.monotonicMs() + INTERRUPT_AGAIN_MS) {
    await clock.until(nextMs, done);
    if (done.aborted || clock.monotonicMs() < nextMs) {
      return;
    }
    connection.interrupt();
  }
}

/** The engine's plan of a SELECT as JSON text. */
export async function explained(connection: DuckDBConnection, { sql, parameters }: BoundStatement, analyze: boolean) {
  await prepareOne(connection, sql);
  const prefix = analyze ? 'EXPLAIN (ANALYZE, FORMAT json)' : 'EXPLAIN (FORMAT json)';
  const statements = await connection.extractStatements(`${prefix} ${sql}`);
  const prepared = await statements.prepare(0);
  bind(prepared, parameters);
  const result = await prepared.runAndReadAll();
  return result
    .getRows()
    .map((row) => String(row[1] ?? ''))
    .join('\n');
}
