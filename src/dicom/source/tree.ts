import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openable, pathFrom } from '../path-bytes.ts';
import type { SkipReason } from '../reasons.table.ts';

/** What a walk of a folder tree comes across, in a fixed order. */
export type Found =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'unreadable'; readonly path: string };

/**
 * Walks `folder` without recursion and without following symbolic links, a folder at a time. A folder below that can't be read
 * is an entry.
 */
export async function* tree(folder: string): AsyncGenerator<readonly Found[]> {
  const folders = [folder];
  for (let path = folders.pop(); path !== undefined; path = folders.pop()) {
    const entries = await listed(path);
    if (entries === undefined) {
      yield [{ kind: 'unreadable', path }];
      continue;
    }
    const found: Found[] = [];
    for (const entry of entries) {
      const below = join(path, entry.name);
      if (entry.is.isDirectory()) {
        folders.push(below);
      } else {
        found.push(classified(entry, below));
      }
    }
    yield found;
  }
}

/** How much `tree` will come across, as far as it can be told beforehand. */
export async function countFound(folder: string): Promise<number> {
  let count = 0;
  for await (const found of tree(folder)) {
    count += found.length;
  }
  return count;
}

/** What stands in a folder, and what it is. */
interface Listed {
  readonly name: string;
  readonly is: Pick<Dirent, 'isDirectory' | 'isFile' | 'isSymbolicLink'>;
}

async function listed(folder: string): Promise<readonly Listed[] | undefined> {
  try {
    const entries = await entriesOf(openable(folder));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

// What stands in decoded text for bytes that are no UTF-8.
const REPLACEMENT = '\ufffd';

/** Names as text, which is faster; as bytes where one of them may be no UTF-8. */
async function entriesOf(folder: string | Buffer): Promise<Listed[]> {
  if (typeof folder === 'string') {
    const entries = await readdir(folder, { withFileTypes: true });
    if (!entries.some(({ name }) => name.includes(REPLACEMENT))) {
      return entries.map((entry) => ({ name: entry.name, is: entry }));
    }
  }
  const entries = await readdir(Buffer.from(folder), { withFileTypes: true, encoding: 'buffer' });
  return entries.map((entry) => ({ name: pathFrom(entry.name), is: entry }));
}

function classified({ name, is }: Listed, path: string): Found {
  if (is.isSymbolicLink()) {
    return { kind: 'skipped', reason: 'symbolic-link' };
  }
  if (!is.isFile()) {
    return { kind: 'skipped', reason: 'not-a-file' };
  }
  return /^dicomdir$/i.test(name) ? { kind: 'skipped', reason: 'dicomdir' } : { kind: 'file', path };
}
