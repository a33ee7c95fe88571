import { lstat } from 'node:fs/promises';
import { LIMITS } from '../../base/index.ts';
import type { Archive, Entry, Named } from './entry.ts';
import { fileKey } from './file-key.ts';
import { countFound, type Found, tree } from './tree.ts';

/** The files of a folder tree. */
export function folderArchive(folder: string, pseudonymKey: Uint8Array): Archive {
  return {
    batchMax: LIMITS.batchFilesMax,
    count: () => countFound(folder),
    async *steps() {
      let found: Found[] = [];
      for await (const one of tree(folder)) {
        found.push(one);
        if (found.length === LIMITS.lookupEntriesMax) {
          yield await Promise.all(found.map((each) => entryOf(each, pseudonymKey)));
          found = [];
        }
      }
      yield await Promise.all(found.map((each) => entryOf(each, pseudonymKey)));
    },
  };
}

async function entryOf(found: Found, pseudonymKey: Uint8Array): Promise<Entry> {
  switch (found.kind) {
    case 'skipped':
      return found;
    case 'unreadable':
      return { kind: 'refused', named: await keyedFile(found.path, pseudonymKey), reason: 'unreadable' };
    case 'file': {
      const named = await keyedFile(found.path, pseudonymKey);
      const task = { kind: 'file', path: found.path } as const;
      return { kind: 'readable', readable: { ...named, task, instances: 0 } };
    }
  }
}

/** A file by its path, size and time of change. */
export async function keyedFile(path: string, pseudonymKey: Uint8Array): Promise<Named> {
  // A file that vanished since it was listed gets a key all the same; the child will find that it can't be read.
  const { size, mtimeMs } = await lstat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
  return { path, key: fileKey(pseudonymKey, { path, bytes: size, modifiedMs: mtimeMs }) };
}
