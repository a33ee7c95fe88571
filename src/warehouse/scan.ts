import { existsSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { assert, isSfumatoError, LIMITS, SfumatoError } from '../base/index.ts';
import { type Handle, openHandle } from './engine/handle.ts';
import { type BoundStatement, type Deadline, explained, handOver, rowsOf, type TakeColumns } from './scan-statement.ts';
import { missingSnapshot, SNAPSHOT_FORMAT } from './snapshot-file.ts';

export type { BoundStatement, Deadline, TakeColumns } from './scan-statement.ts';

// The door to patients' rows, for `query/` only.

/** Which snapshot is opened, and what it must be. */
export interface SnapshotOptions {
  readonly file: string;
  readonly deidentificationHash: string;
  readonly patientsLog2: number;
}

/** A published snapshot, open for reading and nothing else. Up to `LIMITS.engineSlots` statements run at once. */
export interface Snapshot {
  readonly file: string;
  readonly patientsLog2: number;
  /**
   * Runs one SELECT; every value of its rows is an integer.
   * @throws SfumatoError `internal` when the deadline passed, or the engine failed.
   */
  readonly run: (statement: BoundStatement, deadline?: Deadline) => Promise<readonly (readonly bigint[])[]>;
  /**
   * Runs one SELECT of 32-bit integers and hands its rows over in columns, some thousand rows at a time, so that a large
   * result neither fills memory nor holds the process up. @throws SfumatoError as `run`.
   */
  readonly stream: (statement: BoundStatement, take: TakeColumns, deadline?: Deadline) => Promise<void>;
  /** The engine's plan of a SELECT as JSON text; with `analyze` it is run, and the text says how many rows each step saw. */
  readonly explain: (statement: BoundStatement, analyze?: boolean) => Promise<string>;
  /** Closes the file; running statements fail. */
  readonly close: () => void;
}

// Grouping by patient goes to a perfect hash table, a third faster than the ordinary one on a full size class. Above 2²¹ slots
// that table costs more than it gains on a site that fills its class in part only.
const PERFECT_HASH_BITS_MAX = 21;

/**
 * Opens a snapshot read-only, with every external access off and the configuration locked.
 * @throws SfumatoError `snapshot-missing`, also where it is of another size class; `snapshot-corrupt` when it isn't what the options say,
 *   `file-unreadable` where nothing is wrong with it, but the system doesn't let it be opened.
 */
export async function openSnapshot(options: SnapshotOptions): Promise<Snapshot> {
  const { file, patientsLog2 } = options;
  if (!existsSync(file)) {
    throw missingSnapshot(file);
  }
  const handle = await openReadOnly(file, patientsLog2);
  try {
    const connections = await Promise.all(Array.from({ length: LIMITS.engineSlots }, () => handle.connect()));
    await checkAbout(connections[0], options);
    return snapshotOver(handle, connections, patientsLog2);
  } catch (error) {
    handle.close();
    throw error;
  }
}

/** The engine's settings for a snapshot; `openHandle` adds those that switch off external access. */
export function readOnlySettings(patientsLog2: number): Readonly<Record<string, string>> {
  return {
    access_mode: 'READ_ONLY',
    threads: String(LIMITS.queryThreads),
    perfect_ht_threshold: String(Math.min(patientsLog2 + 1, PERFECT_HASH_BITS_MAX)),
    lock_configuration: 'true',
  };
}

async function openReadOnly(file: string, patientsLog2: number): Promise<Handle> {
  try {
    return await openHandle(file, readOnlySettings(patientsLog2));
  } catch (cause) {
    throw unopened(file, cause);
  }
}

/** What keeps a snapshot from being opened: it is called damaged only where the system lets it be read. */
export function unopened(file: string, cause: unknown): unknown {
  if (isSfumatoError(cause, 'file-unreadable')) {
    const sentence = `The snapshot ${file} can't be opened; restore it from a backup, or publish again.`;
    return new SfumatoError('snapshot-corrupt', sentence, { cause });
  }
  return isSfumatoError(cause, 'file-unwritable')
    ? new SfumatoError('file-unreadable', `The snapshot ${cause.message}`, { cause })
    : cause;
}

async function checkAbout(connection: DuckDBConnection | undefined, options: SnapshotOptions): Promise<void> {
  assert(connection !== undefined, 'a snapshot has at least one connection');
  const { file } = options;
  const damaged = `The snapshot ${file} is not one of this policy; publish again.`;
  const [format, deidentification, patientsLog2] = await readAbout(connection, { file, damaged });
  if (format !== SNAPSHOT_FORMAT || deidentification !== options.deidentificationHash) {
    throw new SfumatoError('snapshot-corrupt', damaged);
  }
  if (patientsLog2 !== options.patientsLog2) {
    const cure = 'publish one of this class in the next slot, or declare the former class until then';
    throw new SfumatoError(
      'snapshot-missing',
      `The snapshot ${file} is of another size class than the site declares; ${cure}.`,
    );
  }
}

async function readAbout(
  connection: DuckDBConnection,
  { file, damaged }: { readonly file: string; readonly damaged: string },
): Promise<readonly unknown[]> {
  try {
    await refuseNewer(connection, file);
    const about = await connection.runAndReadAll('SELECT format, deidentification, patients_log2 FROM about');
    return about.getRows()[0] ?? [];
  } catch (cause) {
    throw isSfumatoError(cause, 'format-newer') ? cause : new SfumatoError('snapshot-corrupt', damaged, { cause });
  }
}

/** Every format keeps `about.format`, whatever else it changes. */
async function refuseNewer(connection: DuckDBConnection, file: string): Promise<void> {
  const [[format] = []] = (await connection.runAndReadAll('SELECT format FROM about')).getRows();
  if (typeof format === 'number' && format > SNAPSHOT_FORMAT) {
    const sentence = `The snapshot ${file} is of format ${format}, and this version reads formats up to ${SNAPSHOT_FORMAT}; use the version that wrote it.`;
    throw new SfumatoError('format-newer', sentence);
  }
}

function snapshotOver(handle: Handle, connections: readonly DuckDBConnection[], patientsLog2: number): Snapshot {
  const idle = [...connections];
  const withConnection = async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    const connection = idle.pop();
    assert(connection !== undefined, 'no more statements run at once than there are engine slots');
    try {
      return await work(connection);
    } finally {
      idle.push(connection);
    }
  };
  return Object.freeze({
    file: handle.file,
    patientsLog2,
    run: (statement: BoundStatement, deadline?: Deadline) =>
      withConnection((connection) => rowsOf(connection, statement, deadline)),
    stream: (statement: BoundStatement, take: TakeColumns, deadline?: Deadline) =>
      withConnection((connection) => handOver(connection, statement, { take, deadline })),
    explain: (statement: BoundStatement, analyze = false) =>
      withConnection((connection) => explained(connection, statement, analyze)),
    close: () => handle.close(),
  });
}
