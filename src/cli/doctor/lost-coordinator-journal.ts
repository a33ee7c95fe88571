import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasJournal } from '../../node/index.ts';

/** What is made at a start alone, once the journal is begun. */
const MADE_AFTER = 'nonces.log';

/**
 * A sentence on a coordinator's folder that was started before and holds nothing of its journal. By itself it looks like a coordinator
 * that begins, and a witness that begins has forgotten every site. `undefined` where the journal is there, or none was ever begun.
 */
export function lostCoordinatorJournal(folder: string): string | undefined {
  return hasJournal(folder) || !existsSync(join(folder, MADE_AFTER))
    ? undefined
    : `The journal ${join(folder, 'journal')} is missing, though ${MADE_AFTER} is there; restore it from a backup, because without it this coordinator has forgotten every site that it is a witness of, and they halt. If it is gone for good, remove ${MADE_AFTER} to begin another, and have those sites sign a recovery.`;
}
