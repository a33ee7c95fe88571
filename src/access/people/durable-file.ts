import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SfumatoError, systemCode } from '../../base/index.ts';

/** A file's text; `undefined` when there is none. @throws SfumatoError `file-unreadable`. */
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

/** Replaces a file as one step, for its owner alone: after a crash it is the old one or the new one. @throws SfumatoError. */
export function writeDurably(file: string, text: string): void {
  guarded(file, () => {
    const partial = `${file}.partial`;
    rmSync(partial, { force: true });
    const descriptor = openSync(partial, 'wx', 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(partial, file);
    syncFolder(dirname(file));
  });
}

/** Deletes a file, if it is there, for good. @throws SfumatoError. */
export function removeDurably(file: string): void {
  guarded(file, () => {
    rmSync(file, { force: true });
    syncFolder(dirname(file));
  });
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function guarded(file: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    const isFull = systemCode(cause) === 'ENOSPC';
    const why = isFull ? 'free some space' : "look at its folder's rights";
    throw new SfumatoError(isFull ? 'disk-full' : 'file-unwritable', `${file} could not be written; ${why}.`, {
      cause,
    });
  }
}
