import { lstat } from 'node:fs/promises';
import { type Keyed, LIMITS } from '../../base/index.ts';
import type { Archive, Entry, Named } from './entry.ts';
import { fileKey } from './file-key.ts';
import { countFound, type Found, tree } from './tree.ts';

/** The files of a folder tree. */
export function folderArchive(folder: string, keyed: Keyed): Archive {
  return {
    batchMax: LIMITS.batchFilesMax,
    count: () => countFound(folder),
    async *steps() {
      let found: Found[] = [];
      for await (const one of tree(folder)) {
        found.push(one);
        if (found.length === LIMITS.lookupEntriesMax) {
          yield await Promise.all(found.map((each) => entryOf(each, keyed)));
          found = [];
        }
      }
      yield await Promise.all(found.map((each) => entryOf(each, keyed)));
    },
  };
}

async function entryOf(found: Found, keyed: Keyed): Promise<Entry> {
  switch (found.kind) {
    case 'skipped':
      return found;
    case 'unreadable':
      return { kind: 'refused', named: await keyedFile(found.path, keyed), reason: 'unreadable' };
    case 'file': {
      const named = await keyedFile(found.path, keyed);
      const task = { kind: 'file', path: found.path } as const;
      return { kind: 'readable', readable: { ...named, task, instances: 0 } };
    }
  }
}

/** A file by its path, size and time of change. */
export async function keyedFile(path: string, keyed: Keyed): Promise<Named> {
  // A file that vanished since it was listed gets a key all the same; the child will find that it can't be read.
  const { size, mtimeMs } = await lstat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
  return { path, key: fileKey(keyed, { path, bytes: size, modifiedMs: mtimeMs }) };
}
