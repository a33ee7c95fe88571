import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { putWhereNothingIs } from '../base/files.ts';
import { isSfumatoError, SfumatoError } from '../base/index.ts';
import { openHandle } from './engine/handle.ts';

/** A site's folder in use by this process alone. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes the operating system's lock on `owner.lock` in a site's folder. The system frees it when the process dies, and no program
 * deletes the file, so no second process can take it, whatever it believes of the first. The lock is DuckDB's own, on a
 * database without a table: Node has no call for file locks. It is made whole beside its place, so that neither a crash nor a full disk
 * leaves one that nobody can lock.
 * @throws SfumatoError `folder-owned` when another process has it; `file-unwritable`, `disk-full`, `file-unreadable` for what is no such file.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = join(folder, 'owner.lock');
  try {
    if (!existsSync(file)) {
      await makeLock(file);
    }
    const handle = await openHandle(file, {});
    return Object.freeze({ release: () => handle.close() });
  } catch (cause) {
    if (isSfumatoError(cause, 'folder-owned')) {
      throw new SfumatoError('folder-owned', `Another process is using this folder (${folder}).`, { cause });
    }
    if (isSfumatoError(cause, 'file-unwritable') || isSfumatoError(cause, 'disk-full')) {
      throw cause;
    }
    if (isSfumatoError(cause, 'file-unreadable')) {
      const sentence = `${file} is damaged; it holds nothing. See that no process uses the folder, delete that file and start again.`;
      throw new SfumatoError('file-unreadable', sentence, { cause });
    }
    throw new SfumatoError('file-unwritable', `${file} could not be opened; look at the folder's rights and space.`, {
      cause,
    });
  }
}

/** Where two processes make it at once, the first one's stays. */
async function makeLock(file: string): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  try {
    (await openHandle(partial, {})).close();
    putWhereNothingIs(partial, file, 0o600);
  } finally {
    for (const part of [partial, `${partial}.wal`]) {
      rmSync(part, { force: true });
    }
  }
}
