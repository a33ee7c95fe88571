import { lstat } from 'node:fs/promises';
import { LIMITS } from '../../base/index.ts';
import type { Staging } from '../../warehouse/index.ts';
import type { SkipReason } from '../reasons.table.ts';
import { fileKey } from './file-key.ts';
import { type Entry, tree } from './tree.ts';

/** A file to read, and its keyed name. */
export interface KeyedFile {
  readonly path: string;
  readonly key: string;
}

/** Up to `LIMITS.batchFilesMax` entries of a tree: those to read now, and what the others were. */
export interface Batch {
  readonly files: readonly KeyedFile[];
  /** Files that an earlier ingest marked. */
  readonly known: number;
  readonly skipped: readonly SkipReason[];
  /** Folders that can't be read. */
  readonly unreadable: readonly KeyedFile[];
}

interface BatchOptions {
  readonly folder: string;
  readonly pseudonymKey: Uint8Array;
  readonly staging: Pick<Staging, 'seen'>;
}

/** A tree's entries in batches; the next one is found only when it is asked for. */
export async function* batches({ folder, pseudonymKey, staging }: BatchOptions): AsyncGenerator<Batch> {
  const keyed = (path: string) => keyedFile(pseudonymKey, path);
  let entries: Entry[] = [];
  for await (const entry of tree(folder)) {
    entries.push(entry);
    if (entries.length === LIMITS.batchFilesMax) {
      yield await batch(entries, { keyed, staging });
      entries = [];
    }
  }
  yield await batch(entries, { keyed, staging });
}

interface With {
  readonly keyed: (path: string) => Promise<KeyedFile>;
  readonly staging: Pick<Staging, 'seen'>;
}

async function batch(entries: readonly Entry[], { keyed, staging }: With): Promise<Batch> {
  const files = await Promise.all(entries.filter((entry) => entry.kind === 'file').map(({ path }) => keyed(path)));
  const unreadable = entries.filter((entry) => entry.kind === 'unreadable').map(({ path }) => keyed(path));
  const seen = files.length === 0 ? new Set<string>() : await staging.seen(files.map(({ key }) => key));
  const unseen = files.filter(({ key }) => !seen.has(key));
  return {
    files: unseen,
    known: files.length - unseen.length,
    skipped: entries.filter((entry) => entry.kind === 'skipped').map(({ reason }) => reason),
    unreadable: await Promise.all(unreadable),
  };
}

async function keyedFile(pseudonymKey: Uint8Array, path: string): Promise<KeyedFile> {
  // A file that vanished since it was listed gets a key all the same; the child will find that it can't be read.
  const { size, mtimeMs } = await lstat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
  return { path, key: fileKey(pseudonymKey, { path, bytes: size, modifiedMs: mtimeMs }) };
}
