import { accessSync, closeSync, constants, lstatSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isOutOfSpace, printableCell, SfumatoError, systemCode } from '../../base/index.ts';

/**
 * Writes a file for its owner only; with the flag `wx` never over another. @throws SfumatoError `file-unwritable` with one sentence that
 * says what to do.
 */
export function writeTextFile(file: string, text: string, flag: 'w' | 'wx' = 'w'): void {
  if (flag === 'w') {
    unlessUnwritable(file, () => writeFileSync(file, text, { mode: 0o600 }));
  } else {
    fillNew(file, 'wx', (write) => write(text));
  }
}

/** Writes a file for its owner only, never over another; a device, which holds nothing, is written to. @throws SfumatoError as `writeTextFile`. */
export function writeNewFile(file: string, text: string): void {
  fillNewFile(file, (write) => write(text));
}

/**
 * As `writeNewFile`, piece by piece. Where that fails, the file is gone again, so that the same command can be given anew.
 * @throws SfumatoError as `writeTextFile`, and whatever `fill` throws.
 */
export function fillNewFile(file: string, fill: (write: (text: string) => void) => void): void {
  fillNew(file, isDevice(file) ? 'w' : 'wx', fill);
}

function fillNew(file: string, flag: 'w' | 'wx', fill: (write: (text: string) => void) => void): void {
  const descriptor = unlessUnwritable(file, () => openSync(file, flag, 0o600));
  try {
    fill((text) => unlessUnwritable(file, () => writeFileSync(descriptor, text)));
  } catch (cause) {
    if (flag === 'wx') {
      rmSync(file, { force: true });
    }
    throw cause;
  } finally {
    closeSync(descriptor);
  }
}

/** Looks whether `writeNewFile` could write, before something is done that the file shall hold. @throws SfumatoError as `writeTextFile`. */
export function requireNew(file: string): void {
  const isThere = lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  if (isThere && !isDevice(file)) {
    throw takenName(file);
  }
  unlessUnwritable(file, () => accessSync(isThere ? file : dirname(file), constants.W_OK));
}

function isDevice(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function unlessUnwritable<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') {
      throw takenName(file, cause);
    }
    const sentence = isOutOfSpace(cause)
      ? `There is no space left to write ${printableCell(file)}; free some and start again.`
      : `${printableCell(file)} could not be written; look at its folder and its rights.`;
    throw new SfumatoError('file-unwritable', sentence, { cause });
  }
}

function takenName(file: string, cause?: unknown): SfumatoError {
  const sentence = `${printableCell(file)} is there already, and is not overwritten; name a file that doesn’t exist yet.`;
  return new SfumatoError('file-unwritable', sentence, cause === undefined ? {} : { cause });
}
