import { isSfumatoError } from '../base/index.ts';
import { JournalDamage } from './damage.ts';
import type { Disk } from './disk.ts';
import type { Registry } from './fold.ts';
import { segmentName } from './format.ts';
import type { JournalRecord } from './record.ts';
import { scanJournal } from './scan.ts';
import type { Tail } from './tail.ts';

/** Reads a whole journal into the folds; none of its records is kept. @throws JournalDamage as `scanJournal`, or by a fold. */
export function replay(disk: Disk, registry: Registry): Tail {
  const records = scanJournal(disk);
  let next = records.next();
  while (next.done !== true) {
    applyChecked(next.value, registry);
    next = records.next();
  }
  return next.value;
}

function applyChecked(record: JournalRecord, registry: Registry): void {
  const place = { file: segmentName(record.position.segment), offset: record.position.offset, seq: record.seq };
  if (!registry.knows(record.kind)) {
    throw new JournalDamage(place, `this version knows no records of kind ${record.kind}`, 'format-newer');
  }
  const take = registry.admit(record);
  if (take === undefined) {
    throw new JournalDamage(place, 'the content of the record is not of its kind');
  }
  try {
    take(record);
  } catch (error) {
    if (isSfumatoError(error, 'invariant-broken')) {
      throw new JournalDamage(place, error.message.replace(/\.$/, ''), 'invariant-broken');
    }
    throw error;
  }
}
