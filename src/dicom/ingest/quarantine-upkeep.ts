import { hmacSha256Under, isSfumatoError, LIMITS } from '../../base/index.ts';
import type { Staging } from '../../warehouse/index.ts';
import type { Source } from '../source/index.ts';
import type { QuarantineOptions } from './quarantine.ts';
import { filesListed } from './quarantine-lines.ts';
import { forgetMended } from './quarantine-mended.ts';
import type { Sink } from './sink.ts';

/** What of an ingest its list goes by. */
interface Upkeep extends QuarantineOptions {
  readonly source: Source;
  readonly pseudonymKey: Uint8Array;
  readonly staging: Pick<Staging, 'forgetSeen'>;
  readonly beside?: Pick<Staging, 'forgetSeen'> | undefined;
  readonly signal?: AbortSignal;
}

/** The keys of the files that are listed before a folder is read; of another source, and of a list that can't be read, none. */
export async function listBefore({
  source,
  siteFolder,
}: Pick<Upkeep, 'source' | 'siteFolder'>): Promise<ReadonlySet<string>> {
  let keys: ReadonlySet<string> = new Set();
  if (source.kind === 'folder') {
    await unlessHindered(async () => {
      keys = await filesListed(siteFolder);
    });
  }
  return keys;
}

/**
 * Takes from the list what an ingest mended; what wasn't found only after a folder was read to its end and there was something in it,
 * unlike where nothing is mounted. Gives whether the list could be rewritten: where it couldn't, what was read is staged all the same.
 */
export async function mendedList(
  { source, siteFolder, sealKey, pseudonymKey, staging, beside, signal }: Upkeep,
  { again: told, readWell, found }: Pick<Sink, 'again' | 'readWell'> & { readonly found: boolean },
): Promise<boolean> {
  if (source.kind !== 'folder') {
    return true;
  }
  const isWhole = !signal?.aborted && found && told.size < LIMITS.quarantineTwinsMax;
  const at = { siteFolder, sealKey, folder: source.folder, keyed: hmacSha256Under(pseudonymKey) };
  return await unlessHindered(() => forgetMended({ ...at, isWhole, told, readWell, staging, beside }));
}

const HINDRANCES: ReadonlySet<string> = new Set(['disk-full', 'file-unwritable', 'file-unreadable']);

async function unlessHindered(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isSfumatoError(error) && HINDRANCES.has(error.code)) {
      return false;
    }
    throw error;
  }
}
