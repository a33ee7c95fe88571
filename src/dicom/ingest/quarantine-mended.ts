import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Keyed, LIMITS, systemCode } from '../../base/index.ts';
import type { Staging } from '../../warehouse/index.ts';
import { openable } from '../path-bytes.ts';
import { FILES_PER_TURN, fileKey } from '../source/index.ts';
import { keepLines, type QuarantineOptions } from './quarantine.ts';
import { opened, type Quarantined } from './quarantine-line.ts';
import { lastLines } from './quarantine-lines.ts';
import { isWorthAnotherTry } from './worth-another-try.ts';

/** Nothing stands there, or something stands in a folder's place. */
const GONE: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR']);

interface Read extends QuarantineOptions {
  readonly folder: string;
  /** Whether it was read to its end, so that what wasn't found isn't there. */
  readonly isWhole: boolean;
  /** Of what was listed before, what was read this time and isn't to be listed, as where another policy asks for other elements. */
  readonly readWell: ReadonlySet<string>;
  readonly keyed: Keyed;
  /** What was listed again meanwhile, of what every ingest tries anew. */
  readonly told: ReadonlySet<string>;
  readonly staging: Pick<Staging, 'forgetSeen'>;
  readonly beside: Pick<Staging, 'forgetSeen'> | undefined;
}

/**
 * Takes from the list what an ingest of its folder read well, and what it no longer found as it was listed: files that were mended,
 * replaced, moved or deleted, and, of what every ingest tries anew, what could be read this time. What lies in a folder that is gone as a
 * whole stays, because that may not be mounted. Whatever comes back as it was is read, and listed, again.
 * @throws SfumatoError `file-unreadable`, `file-unwritable`, `disk-full`.
 */
export async function forgetMended(read: Read): Promise<void> {
  const { siteFolder, sealKey, isWhole, readWell } = read;
  if (!isWhole && readWell.size === 0) {
    return;
  }
  const mended = new Set<string>();
  // What every ingest tries anew is marked as seen only once it was stored, and then rightly.
  const marked: string[] = [];
  let looked = 0;
  for await (const line of lastLines(siteFolder)) {
    looked += 1;
    if (looked % FILES_PER_TURN === 0) {
      await nextTurn();
    }
    const listed = line && openedOrNot(() => opened(line, [sealKey]));
    if (listed !== undefined && mended.size < LIMITS.quarantineTwinsMax && isMended(listed, read)) {
      mended.add(listed.key);
      if (!isWorthAnotherTry(listed.reason) && !readWell.has(listed.key)) {
        marked.push(listed.key);
      }
    }
  }
  if (mended.size > 0) {
    await read.beside?.forgetSeen(marked);
    await read.staging.forgetSeen(marked);
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

function isMended(listed: Quarantined, read: Read): boolean {
  const { key, path, row } = listed;
  if (row !== undefined) {
    return false;
  }
  const isLookedAt = read.isWhole && path.startsWith(`${read.folder}/`) && !read.told.has(key);
  return read.readWell.has(key) || (isLookedAt && isNotAsListed(listed, read));
}

function isNotAsListed({ key, path, reason }: Quarantined, { keyed }: Read): boolean {
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
    return GONE.has(systemCode(error)) ? undefined : 'unknown';
  }
}
