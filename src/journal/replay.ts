import { isSfumatoError } from '../base/index.ts';
import { JournalDamage, type Place } from './damage.ts';
import type { Disk } from './disk.ts';
import type { Registry } from './fold.ts';
import { segmentName } from './format.ts';
import type { JournalRecord } from './record.ts';
import { scanJournal } from './scan.ts';
import type { Tail } from './tail.ts';

/** Reads a whole journal into the folds; none of its records is kept. @throws JournalDamage as `scanJournal`, or by a fold. */
export function replay(disk: Disk, registry: Registry): Tail {
  return follow(disk, (record) => {
    if (!registry.knows(record.kind)) {
      throw new JournalDamage(placeOf(record), `this version knows no records of kind ${record.kind}`, 'format-newer');
    }
    const take = registry.admit(record);
    if (take === undefined) {
      const what = `this version knows no records of kind ${record.kind} with this content: a newer one wrote it, or it is damaged`;
      throw new JournalDamage(placeOf(record), what, 'newer-or-corrupt');
    }
    take(record);
  });
}

/**
 * Hands every record of a journal to `take`, in order. @throws JournalDamage as `scanJournal`, and where `take` throws SfumatoError
 * `invariant-broken`.
 */
export function follow(disk: Disk, take: (record: JournalRecord) => void): Tail {
  const records = scanJournal(disk);
  let next = records.next();
  while (next.done !== true) {
    takeChecked(next.value, take);
    next = records.next();
  }
  return next.value;
}

function takeChecked(record: JournalRecord, take: (record: JournalRecord) => void): void {
  try {
    take(record);
  } catch (error) {
    if (isSfumatoError(error, 'invariant-broken')) {
      throw new JournalDamage(placeOf(record), error.message.replace(/\.$/, ''), 'invariant-broken');
    }
    throw error;
  }
}

function placeOf({ seq, position }: JournalRecord): Place {
  return { file: segmentName(position.segment), offset: position.offset, seq };
}
