import { describe, expect, it } from 'vitest';
import { AssertionFailure, LIMITS } from '../../src/base/index.ts';
import { GroupCommit } from '../../src/journal/group-commit.ts';
import { openJournal, readJournal, verifyJournal } from '../../src/journal/index.ts';
import { note, noteFold, open, setClock } from '../support/journal-parts.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';

describe('a journal', () => {
  it('gives the folds every record again after a restart, in order, with the same hashes', async () => {
    const disk = new MemoryDisk();
    const before = noteFold();
    const journal = await open(disk, { folds: [before], segmentBytes: 2_000 });
    for (let at = 0; at < 20; at += 1) {
      await note(journal, `note ${at}`).durable;
    }
    await journal.close();
    const after = noteFold();
    const again = await open(disk, { folds: [after], segmentBytes: 2_000 });
    expect(after.records).toEqual(before.records);
    expect(after.notes).toHaveLength(20);
    expect(disk.list().length).toBeGreaterThan(3);
    expect(again.records).toBe(22);
    expect(again.epoch).not.toBe(journal.epoch);
  });

  it('numbers records without a gap, and applies each before it is durable', async () => {
    const fold = noteFold();
    const journal = await open(new MemoryDisk(), { folds: [fold] });
    const appended = ['a', 'b', 'c'].map((text) => note(journal, text));
    expect(fold.notes).toEqual(['a', 'b', 'c']);
    expect(appended.map(({ record }) => record.seq)).toEqual([1, 2, 3]);
    expect(journal.head).toBe(appended[2]?.record.recordHash);
    await Promise.all(appended.map(({ durable }) => durable));
  });

  it('makes waiting records durable by one sync', async () => {
    const disk = new MemoryDisk();
    const journal = await open(disk, { folds: [noteFold()] });
    const done = disk.steps.length;
    await Promise.all(Array.from({ length: 64 }, (_, at) => note(journal, `note ${at}`).durable));
    expect(disk.steps.slice(done)).toEqual(['append', 'sync']);
  });

  it('writes however many that wait at once', async () => {
    const disk = new MemoryDisk();
    const group = new GroupCommit({ disk, file: disk.create('journal'), onError: () => undefined });
    const written = Array.from({ length: 150_000 }, (_, at) =>
      group.push([{ segment: 1, bytes: Uint8Array.of(at), starts: false }]),
    );
    await Promise.all(written);
    expect(disk.steps).toEqual(['create', 'append', 'sync']);
    expect(disk.read('journal')).toEqual(Uint8Array.from({ length: 150_000 }, (_, at) => at));
  });

  it('acknowledges the first record of a new segment only after segment and folder are synced', async () => {
    const disk = new MemoryDisk();
    const journal = await open(disk, { folds: [noteFold()], segmentBytes: 1_000 });
    const done = disk.steps.length;
    await note(journal, 'x'.repeat(600)).durable;
    expect(disk.steps.slice(done)).toEqual(['sync', 'create', 'append', 'sync', 'sync-directory']);
  });

  it('is not open before everything that it found is durable', async () => {
    const first = new MemoryDisk();
    await (await open(first, { folds: [noteFold()] })).close();
    const disk = new MemoryDisk(first.files());
    await open(disk, { folds: [noteFold()] });
    expect(disk.steps).toEqual(['sync-directory', 'append', 'sync']);
  });

  it('keeps the latest wall time when the clock goes back, also across a restart', async () => {
    const disk = new MemoryDisk();
    const clock = setClock(5_000);
    const journal = await open(disk, { folds: [noteFold()], clock });
    clock.now = 9_000;
    note(journal, 'later');
    clock.now = 1_000;
    expect(note(journal, 'earlier').record).toMatchObject({ wallMs: 1_000, highWaterMs: 9_000 });
    await journal.close();
    const again = await open(disk, { folds: [noteFold()], clock: setClock(2_000) });
    expect(note(again, 'after').record).toMatchObject({ wallMs: 2_000, highWaterMs: 9_000 });
  });

  it('salts each record, so that equal contents have unequal hashes', async () => {
    const heads = new Set<string>();
    for (const seed of ['one', 'two']) {
      const entropy = seededEntropy(seed);
      const journal = await open(new MemoryDisk(), { folds: [noteFold()], entropy });
      heads.add(note(journal, 'same').record.recordHash);
    }
    expect(heads.size).toBe(2);
  });

  it('refuses a record of an unknown kind, of a wrong form or beyond the limit, and goes on undisturbed', async () => {
    const disk = new MemoryDisk();
    const journal = await open(disk, { folds: [noteFold()], segmentBytes: 700 });
    expect(() => journal.append({ kind: 'rumour', actor: 'test', body: {} })).toThrow(AssertionFailure);
    expect(() => journal.append({ kind: 'note', actor: 'test', body: { text: 1 } })).toThrow(AssertionFailure);
    expect(() => note(journal, 'x'.repeat(LIMITS.recordBytesMax))).toThrow(AssertionFailure);
    const long = { kind: 'note', actor: 'x'.repeat(601), body: { text: 'a' } };
    expect(() => journal.append(long)).toThrow(AssertionFailure);
    await note(journal, 'fine').durable;
    await journal.close();
    expect(() => note(journal, 'late')).toThrow(AssertionFailure);
    expect(verifyJournal({ disk, folds: [noteFold()] })).toMatchObject({ verified: true, records: 2 });
  });

  it('never lets two folds own one kind', async () => {
    await expect(open(new MemoryDisk(), { folds: [noteFold(), noteFold()] })).rejects.toThrow(AssertionFailure);
  });

  it('can be read from outside, record by record', async () => {
    const disk = new MemoryDisk();
    const fold = noteFold();
    const journal = await open(disk, { folds: [fold], segmentBytes: 1_500 });
    for (const text of ['a', 'b', 'c', 'd', 'e']) {
      await note(journal, text).durable;
    }
    const read = [...readJournal(disk)];
    expect(read.map(({ kind }) => kind)).toEqual(['epoch', 'note', 'note', 'note', 'note', 'note']);
    expect(read.slice(1)).toEqual(fold.records);
  });

  it('reads the body of one record again, and notices when it has changed', async () => {
    const disk = new MemoryDisk();
    const fold = noteFold();
    const journal = await open(disk, { folds: [fold], segmentBytes: 1_500 });
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) {
      await note(journal, text).durable;
    }
    expect(fold.records.map((record) => journal.bodyOf(record))).toEqual(fold.notes.map((text) => ({ text })));
    const [first, second] = fold.records;
    expect(() => journal.bodyOf({ ...first!, recordHash: second!.recordHash })).toThrow(/not the one that was written/);
  });

  it('opens with the real clock and randomness of the machine', async () => {
    const { systemClock, systemEntropy } = await import('../../src/base/index.ts');
    const journal = await openJournal({
      disk: new MemoryDisk(),
      clock: systemClock,
      entropy: systemEntropy(),
      folds: [],
      onFatal: () => undefined,
    });
    expect(journal.records).toBe(1);
  });
});
