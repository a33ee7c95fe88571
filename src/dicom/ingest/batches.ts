import type { Staging } from '../../warehouse/index.ts';
import type { QuarantineReason, SkipReason } from '../reasons.table.ts';
import type { Archive, Entry, Named, Readable } from '../source/index.ts';

/** What to read next, and what the entries between were. */
export interface Batch {
  readonly readables: readonly Readable[];
  /** Entries that an earlier ingest marked. */
  readonly known: number;
  readonly skipped: readonly SkipReason[];
  readonly refused: readonly { readonly named: Named; readonly reason: QuarantineReason }[];
}

/** An archive's entries in batches; the next step of it is found and looked up only when it is asked for. */
export async function* batches(archive: Archive, staging: Pick<Staging, 'seen'>): AsyncGenerator<Batch> {
  for await (const entries of archive.steps()) {
    const readables = entries.flatMap((entry) => (entry.kind === 'readable' ? [entry.readable] : []));
    const seen = readables.length === 0 ? new Set() : await staging.seen(readables.map(({ key }) => key));
    const unseen = readables.filter(({ key }) => !seen.has(key));
    const others = othersOf(entries);
    yield { ...others, readables: unseen.slice(0, archive.batchMax), known: readables.length - unseen.length };
    for (let from = archive.batchMax; from < unseen.length; from += archive.batchMax) {
      yield { readables: unseen.slice(from, from + archive.batchMax), known: 0, skipped: [], refused: [] };
    }
  }
}

function othersOf(entries: readonly Entry[]): Pick<Batch, 'skipped' | 'refused'> {
  return {
    skipped: entries.flatMap((entry) => (entry.kind === 'skipped' ? [entry.reason] : [])),
    refused: entries.flatMap((entry) => (entry.kind === 'refused' ? [entry] : [])),
  };
}
