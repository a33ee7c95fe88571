import { lstatSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Keyed, LIMITS } from '../../base/index.ts';
import { openable } from '../path-bytes.ts';
import type { Archive, Entry, Named } from './entry.ts';
import { fileKey } from './file-key.ts';
import { countFound, type Found, tree } from './tree.ts';

/**
 * Of how many files size and time are asked in one turn: asking at once costs a third of asking in the thread pool, and on a slow
 * disk so many still leave the reading processes' words time to be heard.
 */
export const FILES_PER_TURN = 64;

/** The files of a folder tree. */
export function folderArchive(folder: string, keyed: Keyed): Archive {
  return {
    batchMax: LIMITS.batchFilesMax,
    count: () => countFound(folder),
    async *steps() {
      let entries: Entry[] = [];
      for await (const found of tree(folder)) {
        for (const one of found) {
          entries.push(entryOf(one, keyed));
          if (entries.length % FILES_PER_TURN === 0) {
            await nextTurn();
          }
          if (entries.length === LIMITS.lookupEntriesMax) {
            yield entries;
            entries = [];
          }
        }
      }
      yield entries;
    },
  };
}

function entryOf(found: Found, keyed: Keyed): Entry {
  switch (found.kind) {
    case 'skipped':
      return found;
    case 'unreadable':
      return { kind: 'refused', named: keyedFile(found.path, keyed), reason: 'unreadable' };
    case 'file': {
      const named = keyedFile(found.path, keyed);
      const task = { kind: 'file', path: found.path } as const;
      return { kind: 'readable', readable: { ...named, task, instances: 0 } };
    }
  }
}

/** A file by its path, size and time of change. */
export function keyedFile(path: string, keyed: Keyed): Named {
  const { size, mtimeMs } = statedOf(path);
  return { path, key: fileKey(keyed, { path, bytes: size, modifiedMs: mtimeMs }) };
}

/** A file that vanished since it was listed gets a key all the same; the child will find that it can't be read. */
function statedOf(path: string): { readonly size: number; readonly mtimeMs: number } {
  try {
    return lstatSync(openable(path));
  } catch {
    return { size: 0, mtimeMs: 0 };
  }
}
