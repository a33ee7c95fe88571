import type { Disk } from './disk.ts';
import type { JournalRecord } from './record.ts';
import { scanJournal } from './scan.ts';

/**
 * Every record of a journal, in order, each checked as far as the frames go; an incomplete last one is left out.
 * Reads without owning the folder. @throws SfumatoError `journal-corrupt` where the journal isn't what was written.
 */
export function* readJournal(disk: Disk): Generator<JournalRecord, void> {
  yield* scanJournal(disk);
}
