import { bytesToHex, type Json, sha256 } from '../base/index.ts';
import { JournalDamage } from './damage.ts';
import type { Disk } from './disk.ts';
import { HASH_BYTES, HEADER_BYTES, segmentName } from './format.ts';
import { readFrame } from './frame.ts';
import type { RecordReference } from './journal.ts';

/** Reads one record's body again, with the chain before it, and checks both. @throws JournalDamage when a byte differs. */
export function rereadBody(disk: Disk, { seq, recordHash, position }: RecordReference): Json {
  const { segment, offset, bytes } = position;
  const file = segmentName(segment);
  // Before the first frame of a segment stands its header, before any other the hash of the frame before.
  const before = offset === HEADER_BYTES ? HEADER_BYTES : HASH_BYTES;
  const read = disk.readPart(file, { offset: offset - before, length: before + bytes });
  const link = read.subarray(0, before);
  const chain = offset === HEADER_BYTES ? sha256(link) : link;
  const framed = readFrame(read.subarray(before), { file, offset, seq, chain });
  if (framed === undefined || bytesToHex(framed.chain) !== recordHash) {
    throw new JournalDamage({ file, offset, seq }, 'the record is not the one that was written');
  }
  return framed.body.body;
}
