import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { SfumatoError, systemCode } from '../../base/index.ts';
import type { SkipReason } from '../reasons.table.ts';

/** What a walk of a folder tree comes across, in a fixed order. */
export type Entry =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'unreadable'; readonly path: string };

/**
 * The folder to ingest, without symbolic links in its own path.
 * @throws SfumatoError `file-unreadable` when it isn't a folder that this user may read.
 */
export async function sourceFolder(source: string): Promise<string> {
  try {
    const folder = await realpath(source);
    await readdir(folder);
    return folder;
  } catch (cause) {
    const why = WHY[systemCode(cause) ?? ''] ?? 'it cannot be read';
    throw new SfumatoError('file-unreadable', `Nothing was ingested from ${source}: ${why}. Name a folder to read.`, {
      cause,
    });
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'it is not a folder',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
};

/** Walks `folder` without recursion and without following symbolic links. A folder below that can't be read is an entry. */
export async function* tree(folder: string): AsyncGenerator<Entry> {
  const folders = [folder];
  for (let path = folders.pop(); path !== undefined; path = folders.pop()) {
    const entries = await listed(path);
    if (entries === undefined) {
      yield { kind: 'unreadable', path };
      continue;
    }
    for (const entry of entries) {
      const below = join(path, entry.name);
      if (entry.isDirectory()) {
        folders.push(below);
      } else {
        yield classified(entry, below);
      }
    }
  }
}

/** How many entries `tree` will give, as far as it can be told beforehand. */
export async function countEntries(folder: string): Promise<number> {
  let count = 0;
  for await (const _ of tree(folder)) {
    count += 1;
  }
  return count;
}

async function listed(folder: string): Promise<readonly Dirent[] | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

function classified(entry: Dirent, path: string): Entry {
  if (entry.isSymbolicLink()) {
    return { kind: 'skipped', reason: 'symbolic-link' };
  }
  if (!entry.isFile()) {
    return { kind: 'skipped', reason: 'not-a-file' };
  }
  return /^dicomdir$/i.test(entry.name) ? { kind: 'skipped', reason: 'dicomdir' } : { kind: 'file', path };
}
