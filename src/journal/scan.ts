import { equalBytes, sha256 } from '../base/index.ts';
import { JournalDamage, type Place } from './damage.ts';
import type { Disk } from './disk.ts';
import { FORMAT, formatOf, HEADER_BYTES, headerOf, isSegmentName, segmentName } from './format.ts';
import { type Framed, readFrame } from './frame.ts';
import { type JournalRecord, recordOf } from './record.ts';
import { EMPTY, type Tail } from './tail.ts';

type Scan = Generator<JournalRecord, Tail>;

/**
 * Reads a whole journal, one segment in memory at a time, and checks every byte of it on the way: names, headers, lengths,
 * hashes, canonical form, gapless numbers, epochs. Gives each record, and where the journal ends. Only at the end of the last
 * segment may something incomplete stand (`Tail.torn`); whether that is acceptable is for the caller.
 * @throws JournalDamage for anything else that isn't what was written.
 */
export function* scanJournal(disk: Disk): Scan {
  const segments = segmentsOf(disk);
  let tail = EMPTY;
  for (const number of segments) {
    tail = yield* scanSegment(disk, { ...tail, segment: number, length: 0 }, number === segments.length);
  }
  return tail;
}

/** The numbers 1, 2, … of the segments. */
function segmentsOf(disk: Disk): readonly number[] {
  const names = [...disk.list()].sort();
  return names.map((name, at) => {
    const expected = segmentName(at + 1);
    if (name !== expected) {
      const what = isSegmentName(name) ? `segment ${expected} is missing` : 'this is not a file of the journal';
      throw new JournalDamage({ file: name, offset: 0, seq: 0 }, what);
    }
    return at + 1;
  });
}

function* scanSegment(disk: Disk, before: Tail, isLast: boolean): Scan {
  const file = segmentName(before.segment);
  let bytes = disk.read(file);
  let tail = readHeader(bytes, before);
  while (tail.torn === undefined && tail.length < bytes.length) {
    const framed = readFrame(bytes.subarray(tail.length), {
      file,
      offset: tail.length,
      seq: tail.records,
      chain: tail.chain,
    });
    if (framed !== undefined) {
      const { record, after } = follow(framed, tail);
      yield record;
      tail = after;
      continue;
    }
    // A running node may have been in the middle of this write.
    const again = isLast ? disk.read(file) : bytes;
    if (again.length === bytes.length) {
      tail = { ...tail, torn: { file, offset: tail.length, bytes: bytes.length - tail.length } };
    }
    bytes = again;
  }
  if (tail.torn !== undefined && !isLast) {
    throw new JournalDamage(placeOf(tail), 'the segment ends in something incomplete and is not the last');
  }
  return tail;
}

function readHeader(bytes: Uint8Array, before: Tail): Tail {
  const expected = headerOf(before.segment, before.chain);
  const found = bytes.subarray(0, HEADER_BYTES);
  if (equalBytes(found, expected)) {
    return { ...before, length: HEADER_BYTES, chain: sha256(expected) };
  }
  if (equalBytes(found, expected.subarray(0, found.length))) {
    return { ...before, torn: { file: segmentName(before.segment), offset: 0, bytes: found.length } };
  }
  const format = formatOf(found);
  if (format !== undefined && format > FORMAT) {
    const what = `the segment is of journal format ${format}, and this version reads formats up to ${FORMAT}`;
    throw new JournalDamage(placeOf(before), what, 'format-newer');
  }
  throw new JournalDamage(placeOf(before), `the header is not that of format ${FORMAT} after the segment before`);
}

/** Checks that a record continues the journal, and moves the tail behind it. */
function follow({ body, chain, bytes }: Framed, tail: Tail): { readonly record: JournalRecord; readonly after: Tail } {
  const continues =
    body.seq === tail.records &&
    body.highWaterMs === Math.max(tail.highWaterMs, body.wallMs) &&
    (body.kind === 'epoch' ? body.epoch !== tail.epoch : body.epoch === tail.epoch);
  if (!continues) {
    throw new JournalDamage(placeOf(tail), 'the record does not continue the one before');
  }
  const { segment, length, records, torn } = tail;
  const { epoch, highWaterMs } = body;
  return {
    record: recordOf(body, chain, { segment, offset: length, bytes }),
    after: { segment, length: length + bytes, chain, records: records + 1, epoch, highWaterMs, torn },
  };
}

function placeOf(tail: Tail): Place {
  return { file: segmentName(tail.segment), offset: tail.length, seq: tail.records };
}
