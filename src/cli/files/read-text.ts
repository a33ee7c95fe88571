import { LIMITS, printableCell, SfumatoError, whyUnreadable } from '../../base/index.ts';
import { bytesUpTo } from '../../node/index.ts';

/**
 * A file's text, of at most `bytesMax` bytes: every text that somebody names is read here. @throws SfumatoError `file-unreadable` with one
 * sentence that says what to do.
 */
export function readTextFile(file: string, what: string, bytesMax: number = LIMITS.textFileBytesMax): string {
  const bytes = unlessUnreadable(file, what, () => bytesUpTo(file, bytesMax));
  if (bytes === undefined) {
    const sentence = `The ${what} ${printableCell(file)} is larger than ${bytesMax / 1024 ** 2} MiB, as no such file is; check the path.`;
    throw new SfumatoError('file-unreadable', sentence);
  }
  return bytes.toString('utf8');
}

function unlessUnreadable<T>(file: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const denied = `may not be read by this account${ownUid()}; look at the owner and the rights of it and of the folders above.`;
    const sentence = `The ${what} ${printableCell(file)} ${whyUnreadable(cause, denied)}`;
    throw new SfumatoError('file-unreadable', sentence, { cause });
  }
}

function ownUid(): string {
  const uid = process.geteuid?.();
  return uid === undefined ? '' : ` (uid ${uid})`;
}
