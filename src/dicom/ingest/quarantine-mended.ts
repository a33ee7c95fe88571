import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Keyed, LIMITS, systemCode } from '../../base/index.ts';
import { openable } from '../path-bytes.ts';
import { fileKey } from '../source/index.ts';
import { keepLines, type QuarantineOptions } from './quarantine.ts';
import { opened, type Quarantined } from './quarantine-line.ts';
import { lastLines } from './quarantine-lines.ts';
import { isWorthAnotherTry } from './worth-another-try.ts';

interface Read extends QuarantineOptions {
  /** The folder that was read to its end. */
  readonly folder: string;
  readonly keyed: Keyed;
  /** What was listed again meanwhile, of what every ingest tries anew. */
  readonly told: ReadonlySet<string>;
}

/**
 * Takes from the list what an ingest of its folder no longer found as it was listed: files that were mended, replaced, moved
 * or deleted, and what could be read this time. What lies in a folder that is gone as a whole stays, because that may not be mounted.
 * @throws SfumatoError `file-unreadable`, `file-unwritable`.
 */
export async function forgetMended(read: Read): Promise<void> {
  const { siteFolder, sealKey } = read;
  const mended = new Set<string>();
  for await (const line of lastLines(siteFolder)) {
    const listed = line && openedOrNot(() => opened(line, [sealKey]));
    if (listed !== undefined && mended.size < LIMITS.quarantineTwinsMax && isMended(listed, read)) {
      mended.add(listed.key);
    }
  }
  if (mended.size > 0) {
    await keepLines(siteFolder, ({ fileKey: key }) => !mended.has(key));
  }
}

/** A line under a former key can't be judged, so it stays. */
function openedOrNot(open: () => Quarantined): Quarantined | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

function isMended({ key, path, reason, row }: Quarantined, { folder, keyed, told }: Read): boolean {
  if (row !== undefined || !path.startsWith(`${folder}/`) || told.has(key)) {
    return false;
  }
  const state = stateOf(path);
  if (state === undefined) {
    return stateOf(dirname(path)) !== undefined;
  }
  return state !== 'unknown' && (isWorthAnotherTry(reason) || fileKey(keyed, { path, ...state }) !== key);
}

/** `undefined` for what isn't there, `unknown` for what can't be looked at. */
function stateOf(path: string) {
  try {
    const { size, mtimeMs } = lstatSync(openable(path));
    return { bytes: size, modifiedMs: mtimeMs };
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? undefined : 'unknown';
  }
}
