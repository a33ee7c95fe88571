import { readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SfumatoError } from '../../base/index.ts';

/**
 * Whether there is something at a path. What this account may not look at isn't missing, and nothing is made in its place.
 * @throws SfumatoError `file-unreadable`.
 */
export function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (cause) {
    return barred(dirname(path), cause);
  }
}

/** The names in a folder; none where it isn't there. @throws SfumatoError `file-unreadable`. */
export function namesIn(folder: string): readonly string[] {
  if (!isThere(folder)) {
    return [];
  }
  try {
    return readdirSync(folder);
  } catch (cause) {
    return barred(folder, cause);
  }
}

function barred(folder: string, cause: unknown): never {
  const sentence = `${folder} can’t be read by the account that runs this; run it as the owner of the site’s folder, or give the folder to this account (\`chown -R\`).`;
  throw new SfumatoError('file-unreadable', sentence, { cause });
}
