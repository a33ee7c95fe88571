import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isOutOfSpace, SfumatoError, systemCode } from './errors.ts';

// A door of its own: what base/ has otherwise also runs where there are no files.

/** A file's text; `undefined` where there is none. @throws SfumatoError `file-unreadable`. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') {
      return undefined;
    }
    throw new SfumatoError('file-unreadable', `${file} could not be read; look at its rights.`, { cause });
  }
}

/** Makes a folder, for its owner only, unless it is there. @throws SfumatoError `disk-full` or `file-unwritable`. */
export function makeFolder(folder: string): void {
  guarded(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
}

/** Makes a file's bytes durable, or a folder's entries: a rename in it then survives a power cut. */
export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Puts a finished file in place for good: its bytes are synced, its mode is set, it is renamed and the folder is synced.
 * @throws SfumatoError `disk-full` or `file-unwritable`: `file` is then as before or, where the folder couldn't be synced, the new one,
 * which a power cut may undo.
 */
export function putInPlace(partial: string, file: string, mode: number): void {
  guarded(file, () => {
    chmodSync(partial, mode);
    syncPath(partial);
    renameSync(partial, file);
    syncPath(dirname(file));
  });
}

/**
 * Puts a finished file in place for good where nothing is yet, as one step; `false`, and nothing changed, where something is. What was
 * finished beside it is gone then.
 * @throws SfumatoError `disk-full` or `file-unwritable`.
 */
export function putWhereNothingIs(partial: string, file: string, mode: number): boolean {
  return guarded(file, () => {
    chmodSync(partial, mode);
    syncPath(partial);
    const isPut = isLinked(partial, file);
    rmSync(partial, { force: true });
    syncPath(dirname(file));
    return isPut;
  });
}

/** What a file system that lacks links, or rights and owners, answers where it is asked for them. */
const UNABLE: readonly (string | undefined)[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** A link is made only where nothing is; some file systems have none. */
function isLinked(partial: string, file: string): boolean {
  try {
    linkSync(partial, file);
    return true;
  } catch (cause) {
    const code = systemCode(cause);
    const isFree = UNABLE.includes(code) && !existsSync(file);
    if (isFree) {
      renameSync(partial, file);
    } else if (code !== 'EEXIST' && !UNABLE.includes(code)) {
      throw cause;
    }
    return isFree;
  }
}

/**
 * Replaces a file's content as one step, for its owner only: after a crash it holds either the old bytes or the new ones.
 * @throws SfumatoError `disk-full` or `file-unwritable`.
 */
export function writeDurably(file: string, content: Uint8Array | string): void {
  const partial = `${file}.partial`;
  guarded(file, () => {
    rmSync(partial, { force: true });
    writeFileSync(partial, content, { mode: 0o600, flag: 'wx' });
  });
  putInPlace(partial, file, 0o600);
}

/** Deletes a file, if it is there, for good. @throws SfumatoError `file-unwritable`. */
export function removeDurably(file: string): void {
  guarded(file, () => {
    rmSync(file, { force: true });
    syncPath(dirname(file));
  });
}

/** Does work on a file. @throws SfumatoError `disk-full` or `file-unwritable` for what goes wrong. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (isOutOfSpace(cause)) {
      throw new SfumatoError('disk-full', `There is no space left to write ${file}; free some and start again.`, {
        cause,
      });
    }
    const sentence = UNABLE.includes(systemCode(cause))
      ? `${file} could not be made a file for its owner alone; look whose its folder is, and that its file system keeps rights (FAT keeps none).`
      : `${file} could not be written; look at its folder's rights.`;
    throw new SfumatoError('file-unwritable', sentence, { cause });
  }
}
