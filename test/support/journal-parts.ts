import { z } from 'zod';
import type { Clock, Entropy, SfumatoError } from '../../src/base/index.ts';
import { type Disk, type Fold, type Journal, type JournalRecord, openJournal } from '../../src/journal/index.ts';
import { seededEntropy } from './seeded-entropy.ts';

/** A wall clock that a test sets. */
export function setClock(startMs = 1_700_000_000_000): Clock & { now: number } {
  return {
    now: startMs,
    wallMs() {
      return this.now;
    },
    monotonicMs: () => 0,
    until: async () => undefined,
  };
}

/** A fold that keeps what it was told. */
export function noteFold(): Fold & { readonly notes: readonly string[]; readonly records: readonly JournalRecord[] } {
  const notes: string[] = [];
  const records: JournalRecord[] = [];
  const Note = z.strictObject({ text: z.string() });
  return {
    notes,
    records,
    kinds: { note: Note },
    apply(record) {
      notes.push(Note.parse(record.body).text);
      records.push(record);
    },
  };
}

export interface Opening {
  readonly folds?: readonly Fold[];
  readonly clock?: Clock;
  readonly entropy?: Entropy;
  readonly segmentBytes?: number;
  readonly onFatal?: (error: SfumatoError) => void;
  readonly aheadMsMax?: number;
  readonly clockIsRight?: boolean;
}

let openings = 0;

/** Opens a journal with fresh randomness; a failure that should be fatal throws where nobody expects one. */
export function open(disk: Disk, opening: Opening = {}): Promise<Journal> {
  openings += 1;
  return openJournal({
    disk,
    folds: [],
    clock: setClock(),
    entropy: seededEntropy(`opening ${openings}`),
    onFatal: (error) => {
      throw error;
    },
    ...opening,
  });
}

/** Appends a note. */
export function note(journal: Journal, text: string) {
  return journal.append({ kind: 'note', actor: 'test', body: { text } });
}
