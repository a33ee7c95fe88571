import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SfumatoError } from '../base/index.ts';
import { hasJournal } from './keys/site-keys.ts';

/** What only a site makes that has a journal. */
const MADE_AFTER = ['register.sealed', 'consent.sealed', 'snapshots', 'ingests'];

/**
 * A sentence on a folder that holds what a site has made, and nothing of its journal: a copy of a part, or a lost file. By itself it looks
 * like a site that begins, and one that begins has spent nothing. `undefined` where the journal is there, or nothing was ever made.
 */
export function lostJournal(folder: string): string | undefined {
  const left = hasJournal(folder) ? undefined : MADE_AFTER.find((name) => existsSync(join(folder, name)));
  return (
    left &&
    `The journal ${join(folder, 'journal')} is missing, though ${left} is there; restore it from a backup, because without it what was spent is forgotten.`
  );
}

/** @throws SfumatoError `journal-corrupt` where the journal was lost. */
export function assertJournalThere(folder: string): void {
  const sentence = lostJournal(folder);
  if (sentence !== undefined) {
    throw new SfumatoError('journal-corrupt', sentence);
  }
}
