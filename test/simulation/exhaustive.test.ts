import { beforeAll, describe, expect, it } from 'vitest';
import { isSfumatoError } from '../../src/base/index.ts';
import { readJournal, verifyJournal } from '../../src/journal/index.ts';
import { note, noteFold, open } from '../support/journal-parts.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

const RECORDS = 200;
const NAME = '00000001.log';
let log: Uint8Array;
/** Where each record ends, by its number. */
let ends: readonly number[];

beforeAll(async () => {
  const disk = new MemoryDisk();
  const journal = await open(disk, { folds: [noteFold()] });
  for (let at = 1; at < RECORDS; at += 1) {
    await note(journal, `${at}`).durable;
  }
  await journal.close();
  log = disk.read(NAME);
  ends = [...readJournal(disk)].map(({ position }) => position.offset + position.bytes);
  expect(ends).toHaveLength(RECORDS);
});

describe(`a journal of ${RECORDS} records`, () => {
  it('cut at any byte gives exactly the records that are whole, and never verifies unless it was cut between two', () => {
    let looked = 0;
    for (let length = 0; length < log.length; length += 1) {
      const disk = new MemoryDisk({ [NAME]: log.subarray(0, length) });
      const whole = ends.filter((end) => end <= length).length;
      const fold = noteFold();
      const verdict = verifyJournal({ disk, folds: [fold] });
      if (fold.notes.length !== Math.max(0, whole - 1) || verdict.verified !== (ends[whole - 1] === length)) {
        expect([length, fold.notes.length, verdict]).toEqual(['a cut that was read wrongly']);
      }
      looked += 1;
    }
    expect(looked).toBe(log.length);
  });

  it('cut at any byte of its last three records opens on the whole ones, and goes on', async () => {
    for (let length = ends[RECORDS - 4]!; length < log.length; length += 1) {
      const disk = new MemoryDisk({ [NAME]: log.subarray(0, length) });
      const fold = noteFold();
      const journal = await open(disk, { folds: [fold] });
      const whole = ends.filter((end) => end <= length).length;
      expect(fold.notes).toHaveLength(whole - 1);
      await note(journal, 'more').durable;
      await journal.close();
      expect(verifyJournal({ disk, folds: [noteFold()] })).toMatchObject({ verified: true, records: whole + 2 });
    }
  });

  it('is refused for every bit of its last three records', async () => {
    let refused = 0;
    for (let at = ends[RECORDS - 4]!; at < log.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const bytes = log.slice();
        bytes[at] = bytes[at]! ^ (1 << bit);
        const error = await open(new MemoryDisk({ [NAME]: bytes }), { folds: [noteFold()] }).catch((cause) => cause);
        refused += isSfumatoError(error, 'journal-corrupt') ? 1 : 0;
      }
    }
    expect(refused).toBe((log.length - ends[RECORDS - 4]!) * 8);
  });
});
