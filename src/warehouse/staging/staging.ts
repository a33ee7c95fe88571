import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../base/files.ts';
import { assert } from '../../base/index.ts';
import { type StoredColumn, type StoredPolicy, storedColumns } from '../layout.ts';
import { DuckStaging } from './duck-staging.ts';
import type { Staging } from './row.ts';
import { anewFile, layOut, makeFile, openFile, spillFolder, stagingFile } from './staging-file.ts';

/** What publishing needs of an open staging; for this folder only. */
export interface StagedSource {
  readonly file: string;
  readonly columns: readonly StoredColumn[];
  /** Closes the file while `work` runs, so that another database can read it; what is staged meanwhile waits. */
  readonly lend: <T>(work: () => Promise<T>) => Promise<T>;
}

const sources = new WeakMap<Staging, StagedSource>();

/** The database behind a staging made by `openStaging`. @throws AssertionFailure for any other object. */
export function sourceOf(staging: Staging): StagedSource {
  const source = sources.get(staging);
  assert(source !== undefined, 'this is not an open staging');
  return source;
}

/** Which staging: of a policy, in a site's folder; with `anew` the one beside it, which nothing is published from. */
export interface StagingOptions {
  readonly folder: string;
  readonly policy: StoredPolicy;
  readonly anew?: boolean;
}

/**
 * Opens, or creates, the staging of `policy` in a site's folder.
 * @throws SfumatoError `folder-owned`, `file-unreadable`, `file-unwritable`.
 */
export async function openStaging({ folder, policy, anew = false }: StagingOptions): Promise<Staging> {
  const columns = storedColumns(policy).filter(({ derived }) => derived === undefined);
  const file = anew ? anewFile(folder, policy) : stagingFile(folder, policy);
  makeFolder(join(folder, 'staging'));
  if (!existsSync(file)) {
    await makeFile(file, { policy, columns });
  }
  const opened = await openFile(file);
  try {
    // Nothing spills before the first statement: what is there was left by a process that was killed.
    rmSync(spillFolder(file), { recursive: true, force: true });
    await layOut(opened.connection, { file, policy, columns });
  } catch (error) {
    opened.handle.close();
    throw error;
  }
  const staging = new DuckStaging(opened, { columns, deidentificationHash: policy.deidentificationHash });
  sources.set(staging, { file, columns, lend: (work) => staging.lend(work) });
  return Object.freeze(staging);
}
