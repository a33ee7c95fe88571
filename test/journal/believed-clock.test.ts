import { describe, expect, it } from 'vitest';
import type { SfumatoError } from '../../src/base/index.ts';
import { readJournal } from '../../src/journal/index.ts';
import { note, noteFold, open, setClock } from '../support/journal-parts.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-11-27T09:00:00Z');
const aheadMsMax = 31 * DAY_MS;

/** A clock of which both hands can be moved. */
function twoHands() {
  const clock = { ...setClock(START_MS), passed: 0, monotonicMs: () => clock.passed };
  return clock;
}

async function begun(disk: MemoryDisk): Promise<void> {
  const journal = await open(disk, { folds: [noteFold()], clock: setClock(START_MS), aheadMsMax });
  await note(journal, 'one').durable;
  await journal.close();
}

describe('a journal whose clock is far ahead', () => {
  it('does not open, and nothing is written, until the clock is right or somebody says that it is', async () => {
    const disk = new MemoryDisk();
    await begun(disk);
    const done = disk.steps.length;
    const later = { folds: [noteFold()], aheadMsMax, clock: setClock(START_MS + aheadMsMax + 1) };
    await expect(open(disk, later)).rejects.toMatchObject({
      code: 'clock-ahead',
      message: expect.stringMatching(
        /^The clock says 2026-12-28T09:00Z, and the last record is of 2026-11-27T09:00Z, 31 days before\. .*--clock-is-right/,
      ),
    });
    expect(disk.steps).toHaveLength(done);
    await (await open(disk, { ...later, folds: [noteFold()], clock: setClock(START_MS + aheadMsMax) })).close();
    const clock = setClock(START_MS + 3 * aheadMsMax);
    await (await open(disk, { folds: [noteFold()], aheadMsMax, clock, clockIsRight: true })).close();
    // It is on record now.
    await (await open(disk, { folds: [noteFold()], aheadMsMax, clock })).close();
  });

  it('begins at any time, and opens beside any clock where nothing bounds it', async () => {
    const disk = new MemoryDisk();
    await begun(disk);
    await (await open(disk, { folds: [noteFold()], clock: setClock(START_MS * 5) })).close();
  });

  it.each(['append', 'ask for the time'])('stops before the leap is on record: %s', async (what) => {
    const disk = new MemoryDisk();
    const told: SfumatoError[] = [];
    const clock = twoHands();
    const onFatal = (error: SfumatoError) => void told.push(error);
    const journal = await open(disk, { folds: [noteFold()], clock, aheadMsMax, onFatal });
    const records = journal.records;
    clock.now += aheadMsMax + 1;
    expect(() => (what === 'append' ? note(journal, 'ahead') : journal.nowMs())).toThrow(/leapt ahead by 31 days/);
    expect(told).toMatchObject([{ code: 'clock-ahead' }]);
    clock.now = START_MS;
    expect(() => note(journal, 'after')).toThrow(/leapt ahead/);
    expect([...readJournal(disk)]).toHaveLength(records);
  });

  it('goes on where the time has passed, however long nothing was recorded, and where a clock that was behind is set right', async () => {
    const clock = twoHands();
    const journal = await open(new MemoryDisk(), { folds: [noteFold()], clock, aheadMsMax });
    clock.now += 10 * aheadMsMax;
    clock.passed += 10 * aheadMsMax;
    await note(journal, 'a year later').durable;
    const disk = new MemoryDisk();
    await begun(disk);
    const behind = setClock(0);
    const again = await open(disk, { folds: [noteFold()], clock: behind, aheadMsMax });
    behind.now = START_MS + DAY_MS;
    await note(again, 'set right').durable;
  });
});
