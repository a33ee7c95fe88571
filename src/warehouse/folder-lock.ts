import { join } from 'node:path';
import { isSfumatoError, SfumatoError } from '../base/index.ts';
import { openHandle } from './engine/handle.ts';

/** A site's folder in use by this process alone. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes the operating system's lock on `owner.lock` in a site's folder. The system frees it when the process dies, and the file
 * is never deleted, so no second process can take it, whatever it believes of the first. The lock is DuckDB's own, on a
 * database without a table: Node has no call for file locks.
 * @throws SfumatoError `folder-owned` when another process has it; `file-unwritable`, `disk-full`.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = join(folder, 'owner.lock');
  try {
    const handle = await openHandle(file, {});
    return Object.freeze({ release: () => handle.close() });
  } catch (cause) {
    if (isSfumatoError(cause, 'folder-owned')) {
      throw new SfumatoError('folder-owned', `Another process is using this folder (${folder}).`, { cause });
    }
    if (isSfumatoError(cause, 'file-unwritable') || isSfumatoError(cause, 'disk-full')) {
      throw cause;
    }
    throw new SfumatoError('file-unwritable', `${file} could not be opened; look at the folder's rights and space.`, {
      cause,
    });
  }
}
