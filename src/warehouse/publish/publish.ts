import { resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { makeFolder, putInPlace } from '../../base/files.ts';
import { assert, bytesToHex, isSfumatoError, LIMITS, randomBytes, randomId, SfumatoError } from '../../base/index.ts';
import { engineSettings, openHandleBeside, writingError } from '../engine/handle.ts';
import { storedColumns } from '../layout.ts';
import {
  fixedColumns,
  hashSnapshotFile,
  removePartials,
  SNAPSHOT_FORMAT,
  sentinelStatement,
  snapshotPaths,
  snapshotTables,
} from '../snapshot-file.ts';
import { prepareCounted, prepareSpare } from '../staging/series.ts';
import { sourceOf } from '../staging/staging.ts';
import { spillFolder } from '../staging/staging-file.ts';
import { type PublishOptions, stopIfAborted } from './options.ts';
import { admitPatients } from './patients.ts';
import { prepareRows, writeRows } from './rows.ts';

/** A published snapshot: its file, and what its journal record says. */
export interface Published {
  readonly file: string;
  readonly record: {
    /** 128 random bits, hex: the public id. */
    readonly id: string;
    readonly slot: string;
    readonly block: number;
    readonly policy: string;
    readonly deidentification: string;
    readonly salt: string;
    readonly saltedFileHash: string;
    readonly registerSalt: string;
    readonly registerDigest: string;
  };
}

const SALT_BYTES = 32;
const TRUNCATION_KEY_BYTES = 32;

/**
 * Publishes what is staged as one immutable snapshot file: a map from each patient's own rows, in which no step
 * reads two patients and nothing is learned from the data. Until the last rename nothing is visible; the register is
 * saved just before it.
 * @throws SfumatoError `publish-refused` when the size class is too small or the staging is another policy's,
 *   `interrupted`, `disk-full`, `file-unwritable`.
 */
export async function publish(options: PublishOptions): Promise<Published> {
  const { staging, policy, register, slot, entropy } = options;
  assert(options.truncationKey.length === TRUNCATION_KEY_BYTES, 'the truncation key has 32 bytes');
  if (staging.deidentificationHash !== policy.deidentificationHash) {
    const sentence = `${staging.file} was staged under another de-identification than ${policy.name}; ingest again first.`;
    throw new SfumatoError('publish-refused', sentence);
  }
  const folder = resolve(options.snapshotsFolder);
  makeFolder(folder);
  removePartials(folder);
  const id = randomId(entropy);
  const { file, partial } = snapshotPaths(folder, id);
  try {
    await sourceOf(staging).lend(() => writeSnapshot(partial, options));
    const salt = bytesToHex(randomBytes(entropy, SALT_BYTES));
    const saltedFileHash = await hashSnapshotFile(partial, salt);
    const digest = register.save();
    putInPlace(partial, file, 0o400);
    const { name, deidentificationHash } = policy;
    const about = { id, slot: slot.id, block: slot.year, policy: name, deidentification: deidentificationHash };
    return Object.freeze({ file, record: Object.freeze({ ...about, salt, saltedFileHash, ...digest }) });
  } catch (cause) {
    removePartials(folder);
    throw isSfumatoError(cause) ? cause : writingError(file, cause);
  }
}

/** Writes the snapshot with the engine that has its file open and can read the staging beside it, and nothing else. */
async function writeSnapshot(partial: string, options: PublishOptions): Promise<void> {
  const { file } = sourceOf(options.staging);
  const settings = { ...engineSettings(LIMITS.publishBytesMax), temp_directory: spillFolder(file) };
  const handle = await openHandleBeside({ file: partial, staged: file, settings });
  try {
    const connections = [await handle.connect(), await handle.connect(), await handle.connect()] as const;
    await interruptible(connections, options.signal, () => fillSnapshot(connections, options));
  } finally {
    handle.close();
  }
}

type Connections = readonly [DuckDBConnection, DuckDBConnection, DuckDBConnection];

async function fillSnapshot([work, reader, writer]: Connections, options: PublishOptions): Promise<void> {
  const { policy, sizeClass } = options;
  const columns = storedColumns(policy);
  const rowsPerPatientMax = policy.document.disclosure.rowsPerPatientMax.value;
  const fixed = fixedColumns(sizeClass.patientsLog2, rowsPerPatientMax);
  // Admission keeps this thread busy with hashing, the series keep the engine's; neither needs the other.
  const [admitted, prepared] = await Promise.allSettled([
    admitPatients({ reader, writer }, options),
    prepareSpare(work, 'staged.').then(() => prepareCounted(work, 'staged.')),
  ]);
  succeeded(prepared);
  const patients = succeeded(admitted);
  await prepareRows(work, { columns, rowsPerPatientMax });
  for (const statement of [...snapshotTables(fixed, columns), sentinelStatement('low', fixed, columns)]) {
    await work.run(statement);
  }
  await writeRows(work, { columns, rowsPerPatientMax, patients, options });
  await work.run(sentinelStatement('high', fixed, columns));
  const about = [SNAPSHOT_FORMAT, policy.deidentificationHash, sizeClass.patientsLog2];
  await work.run('INSERT INTO about VALUES ($1, $2, $3)', about);
  options.progress?.({ step: 'file', done: 0 });
  await work.run('CHECKPOINT');
  stopIfAborted(options.signal);
}

function succeeded<T>(end: PromiseSettledResult<T>): T {
  if (end.status === 'rejected') {
    throw end.reason;
  }
  return end.value;
}

/** Runs `work`; an abort stops the statements that are running. @throws SfumatoError `interrupted`. */
async function interruptible(
  connections: readonly DuckDBConnection[],
  signal: AbortSignal | undefined,
  work: () => Promise<void>,
): Promise<void> {
  const interrupt = (): void => {
    for (const connection of connections) {
      connection.interrupt();
    }
  };
  signal?.addEventListener('abort', interrupt);
  try {
    await work();
  } catch (cause) {
    stopIfAborted(signal);
    throw cause;
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}
