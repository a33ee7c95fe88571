import { bytesToHex } from '../base/index.ts';
import { JournalDamage, type Place } from './damage.ts';
import type { Disk } from './disk.ts';
import { EPOCHS } from './epoch.ts';
import { type Fold, registryOf } from './fold.ts';
import { segmentName } from './format.ts';
import type { JournalRecord } from './record.ts';
import { follow, replay } from './replay.ts';
import type { Tail } from './tail.ts';

/** A journal of which every byte is what was written. */
export interface Verified {
  readonly verified: true;
  readonly records: number;
  readonly segments: number;
  /** The hash of the last record: 64 hex digits. */
  readonly head: string;
  /** The latest time of a record, in milliseconds since 1970-01-01 UTC. */
  readonly highWaterMs: number;
}

/** Where a journal isn't what was written, and what is wrong there. */
export interface Broken extends Place {
  readonly verified: false;
  readonly sentence: string;
}

/**
 * Checks every byte of a journal, folds every record again into fresh `folds`, and repairs nothing. Anything changed, missing
 * in the middle, trailing or extra is `Broken`, an incomplete last record included. Reads without owning the folder.
 * @throws SfumatoError `file-unreadable` when the folder or a file can't be read.
 */
export function verifyJournal({
  disk,
  folds,
}: {
  readonly disk: Disk;
  readonly folds: readonly Fold[];
}): Verified | Broken {
  return verdictOn(() => replay(disk, registryOf([EPOCHS, ...folds])));
}

/**
 * Checks every byte of a journal and hands each record to `take`, which throws SfumatoError `invariant-broken` where one isn't what it
 * should be; as `verifyJournal`, without folding anything.
 */
export function verifyRecords(disk: Disk, take: (record: JournalRecord) => void): Verified | Broken {
  return verdictOn(() => follow(disk, take));
}

function verdictOn(read: () => Tail): Verified | Broken {
  try {
    const tail = read();
    if (tail.torn !== undefined) {
      const place = { file: tail.torn.file, offset: tail.torn.offset, seq: tail.records };
      return broken(place, 'a write was cut short here; starting the node once drops it and records that');
    }
    if (tail.records === 0) {
      return broken({ file: segmentName(1), offset: 0, seq: 0 }, 'there is no journal here');
    }
    const { records, segment: segments, chain, highWaterMs } = tail;
    return { verified: true, records, segments, head: bytesToHex(chain), highWaterMs };
  } catch (error) {
    if (error instanceof JournalDamage) {
      return broken(error.place, error.what);
    }
    throw error;
  }
}

function broken(place: Place, what: string): Broken {
  const { file, offset, seq } = place;
  return { verified: false, file, offset, seq, sentence: `${file}, byte ${offset}, record ${seq}: ${what}.` };
}
