import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isSfumatoError } from '../../base/index.ts';
import { type Disk, type Fold, nodeDisk, verifyJournal } from '../../journal/index.ts';
import { hasJournal } from '../../node/index.ts';
import { accountCheck, entriesOf } from './account.ts';
import type { Check } from './check.ts';
import { diskCheck } from './disk.ts';
import { type Encryption, encryptionOf } from './volume.ts';

/** How the journal of a folder is looked at. */
export interface Looking {
  readonly foldsOf: (disk: Disk) => readonly Fold[];
  readonly nowMs: number;
  /** Where a start refuses a clock that is further ahead of the latest record. */
  readonly aheadMsMax?: number;
  /** Says that a journal that isn't there was lost, where that shows. */
  readonly lostJournal: (folder: string) => string | undefined;
  /** What makes a journal where there is none. */
  readonly begins: string;
}

/** The folder of a site or coordinator: who can reach it, its disk, its journal, its volume. */
export function folderChecks(folder: string, looking: Looking): readonly Check[] {
  return [
    accountCheck(folder),
    permissionsCheck(folder),
    diskCheck(folder),
    ...journalChecks(folder, looking),
    encryptionCheck(folder),
  ];
}

/** Whether keys and journal are their owner's alone. */
export function permissionsCheck(folder: string): Check {
  const open = [join(folder, 'keys'), join(folder, 'journal')].flatMap((path) => reachableByOthers(path));
  return open.length === 0
    ? { name: 'permissions', state: 'ok', sentence: 'Only the owner can reach keys and journal.' }
    : { name: 'permissions', state: 'failed', sentence: `Others can reach ${open.join(', ')}; \`chmod go-rwx\` it.` };
}

/** A folder, or else those of its files, that group or others have rights on. */
function reachableByOthers(folder: string): readonly string[] {
  const isOpen = (path: string): boolean => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0;
  if (isOpen(folder)) {
    return [folder];
  }
  return entriesOf(folder).filter(isOpen);
}

const CLOCK_BEHIND_MS_MAX = 5 * 60_000;
const DAY_MS = 86_400_000;

/** A whole reading of the journal by these folds, and the clock against its latest record. */
function journalChecks(folder: string, { foldsOf, nowMs, aheadMsMax, lostJournal, begins }: Looking): readonly Check[] {
  try {
    if (!hasJournal(folder)) {
      const lost = lostJournal(folder);
      const sentence = lost ?? `There is none yet; ${begins} begins it.`;
      return [{ name: 'journal', state: lost === undefined ? 'ok' : 'failed', sentence }];
    }
    const disk = nodeDisk(join(folder, 'journal'));
    const found = verifyJournal({ disk, folds: foldsOf(disk) });
    return found.verified
      ? [
          { name: 'journal', state: 'ok', sentence: `${found.records} records verified.` },
          clockCheck({ highWaterMs: found.highWaterMs, nowMs, aheadMsMax }),
        ]
      : [{ name: 'journal', state: 'failed', sentence: found.sentence }];
  } catch (error) {
    const sentence = isSfumatoError(error) ? error.message : 'It could not be read.';
    return [{ name: 'journal', state: 'failed', sentence }];
  }
}

interface Clocks {
  readonly highWaterMs: number;
  readonly nowMs: number;
  readonly aheadMsMax: number | undefined;
}

/** The clock against the latest record. */
function clockCheck({ highWaterMs, nowMs, aheadMsMax = Number.POSITIVE_INFINITY }: Clocks): Check {
  const behindMs = highWaterMs - nowMs;
  if (-behindMs > aheadMsMax) {
    const sentence = `The clock is ${Math.floor(-behindMs / DAY_MS)} days ahead of the latest record; a start refuses that. If it is right, say so once with \`sfumato node start --clock-is-right\`.`;
    return { name: 'clock', state: 'warning', sentence };
  }
  return behindMs <= CLOCK_BEHIND_MS_MAX
    ? { name: 'clock', state: 'ok', sentence: 'The clock is not behind the latest record.' }
    : {
        name: 'clock',
        state: 'warning',
        sentence: `The clock is ${Math.round(behindMs / 60_000)} minutes behind the latest record; until it has caught up, the latest record’s time is used.`,
      };
}

const ENCRYPTION: Readonly<Record<Encryption, Check>> = {
  encrypted: { name: 'encryption', state: 'ok', sentence: 'The volume of the folder is encrypted.' },
  'none-seen': {
    name: 'encryption',
    state: 'warning',
    sentence: 'The volume of the folder is not encrypted by this system; put it on one that is (LUKS).',
  },
  unknown: {
    name: 'encryption',
    state: 'warning',
    sentence: 'Unknown: whether the volume of the folder is encrypted can’t be seen from here; look yourself.',
  },
};

function encryptionCheck(folder: string): Check {
  return ENCRYPTION[encryptionOf(folder)];
}
