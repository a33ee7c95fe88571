import { dirname } from 'node:path';
import type { QuarantineReason, SkipReason } from '../reasons.table.ts';
import type { Archive, Entry, Named, Readable } from '../source/index.ts';
import { type Earlier, goingOn, rowsBehind } from './row-marks.ts';

/** What to read next, and what the entries between were. */
export interface Batch {
  readonly readables: readonly Readable[];
  /** Entries that an earlier ingest marked; of a table that it was stopped in, rows. */
  readonly known: number;
  readonly skipped: readonly SkipReason[];
  readonly refused: readonly { readonly named: Named; readonly reason: QuarantineReason }[];
}

/** An archive's entries in batches; the next step of it is found and looked up only when it is asked for. */
export async function* batches(archive: Archive, earlier: Earlier): AsyncGenerator<Batch> {
  for await (const entries of archive.steps()) {
    const readables = entries.flatMap((entry) => (entry.kind === 'readable' ? [entry.readable] : []));
    const seen = readables.length === 0 ? new Set() : await earlier.seen(readables.map(({ key }) => key));
    const fresh = readables.filter(({ key }) => !seen.has(key));
    const unseen = await Promise.all(fresh.map((readable) => goingOn(readable, earlier)));
    const [first = [], ...more] = split(unseen, archive.batchMax);
    const rows = first.reduce((sum, readable) => sum + rowsBehind(readable), 0);
    yield { ...othersOf(entries), readables: first, known: readables.length - unseen.length + rows };
    for (const batch of more) {
      yield { readables: batch, known: 0, skipped: [], refused: [] };
    }
  }
}

/**
 * Batches of up to `max`, of whole folders where they fit: most archives keep a series in a folder of its own, and of the
 * files of a series that are read together only one is read in full.
 */
function* split(readables: readonly Readable[], max: number): Generator<readonly Readable[]> {
  for (let from = 0; from < readables.length; ) {
    const end = Math.min(from + max, readables.length);
    let to = end;
    while (to < readables.length && to > from && folderOf(readables[to]) === folderOf(readables[to - 1])) {
      to -= 1;
    }
    to = to === from ? end : to;
    yield readables.slice(from, to);
    from = to;
  }
}

function folderOf(readable: Readable | undefined): string | undefined {
  return readable?.task.kind === 'file' ? dirname(readable.path) : undefined;
}

function othersOf(entries: readonly Entry[]): Pick<Batch, 'skipped' | 'refused'> {
  return {
    skipped: entries.flatMap((entry) => (entry.kind === 'skipped' ? [entry.reason] : [])),
    refused: entries.flatMap((entry) => (entry.kind === 'refused' ? [entry] : [])),
  };
}
