import { resolve } from 'node:path';
import { assert, bytesToHex, isSfumatoError, randomBytes, randomId, SfumatoError } from '../base/index.ts';
import { makeFolder, putInPlace } from './durable-file.ts';
import { openHandle, writingError } from './handle.ts';
import { storedColumns } from './layout.ts';
import { type PublishOptions, stopIfAborted } from './publish-options.ts';
import { admitPatients } from './publish-patients.ts';
import { prepareRows, streamRows } from './publish-rows.ts';
import {
  fixedColumns,
  hashSnapshotFile,
  removePartials,
  SNAPSHOT_FORMAT,
  sentinelStatement,
  snapshotPaths,
  snapshotTables,
} from './snapshot-file.ts';
import { sourceOf } from './staging.ts';

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
  await staging.flush();
  const folder = resolve(options.snapshotsFolder);
  makeFolder(folder);
  removePartials(folder);
  const id = randomId(entropy);
  const { file, partial } = snapshotPaths(folder, id);
  try {
    await writeSnapshot(partial, options);
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

async function writeSnapshot(partial: string, options: PublishOptions): Promise<void> {
  const { policy, sizeClass } = options;
  const source = sourceOf(options.staging);
  const columns = storedColumns(policy);
  const rowsPerPatientMax = policy.document.disclosure.rowsPerPatientMax.value;
  const fixed = fixedColumns(sizeClass.patientsLog2, rowsPerPatientMax);
  const [reader, work] = [await source.handle.connect(), await source.handle.connect()];
  const target = await openHandle(partial, {});
  try {
    await admitPatients({ reader, work }, options);
    await prepareRows(work, { columns, rowsPerPatientMax });
    const into = await target.connect();
    for (const statement of [...snapshotTables(fixed, columns), sentinelStatement('low', fixed, columns)]) {
      await into.run(statement);
    }
    await streamRows({ from: work, into, columns, options });
    await into.run(sentinelStatement('high', fixed, columns));
    const about = [SNAPSHOT_FORMAT, policy.deidentificationHash, sizeClass.patientsLog2];
    await into.run('INSERT INTO about VALUES ($1, $2, $3)', about);
    options.progress?.({ step: 'file', done: 0 });
    await into.run('CHECKPOINT');
    stopIfAborted(options.signal);
  } finally {
    target.close();
    reader.closeSync();
    work.closeSync();
  }
}
