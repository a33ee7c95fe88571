import { describe, expect, it } from 'vitest';
import { SfumatoError } from '../../src/base/index.ts';
import { type Fold, type Journal, verifyJournal } from '../../src/journal/index.ts';
import { note, noteFold, open } from '../support/journal-parts.ts';
import { type DiskStep, MemoryDisk } from '../support/memory-disk.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';

/** Appends notes one after another until the disk stops it; gives those that were acknowledged. */
async function writeUntilStopped(journal: Journal, texts: readonly string[]): Promise<string[]> {
  const acknowledged: string[] = [];
  for (const text of texts) {
    try {
      await note(journal, text).durable;
      acknowledged.push(text);
    } catch {
      break;
    }
  }
  return acknowledged;
}

const TEXTS = Array.from({ length: 12 }, (_, at) => `note ${at} ${'x'.repeat(at * 7)}`);

const LATER = TEXTS.map((text) => `later ${text}`);

describe('a disk that fails', () => {
  it.each(['append', 'sync'] as const)('stops the journal for good at the first failed %s', async (failing) => {
    let broken = false;
    const fatal: SfumatoError[] = [];
    const disk = new MemoryDisk(
      {},
      {
        onStep: (step) => {
          if (broken && step === failing) {
            throw Object.assign(new Error('EIO'), { code: 'EIO' });
          }
        },
      },
    );
    const journal = await open(disk, { folds: [noteFold()], onFatal: (error) => fatal.push(error) });
    await note(journal, 'before').durable;
    broken = true;
    const waiting = [note(journal, 'one'), note(journal, 'two')];
    const outcomes = await Promise.allSettled(waiting.map(({ durable }) => durable));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(fatal.map(({ code }) => code)).toEqual(['journal-stopped']);
    const steps = disk.steps.length;
    broken = false;
    expect(() => note(journal, 'three')).toThrow(SfumatoError);
    expect(() => journal.assertServing()).toThrow(SfumatoError);
    await journal.close();
    expect(disk.steps).toHaveLength(steps);
  });

  it('tells those that joined the queue during the failing sync, too', async () => {
    let late: Promise<void> | undefined;
    const fatal: SfumatoError[] = [];
    const holder: { journal?: Journal } = {};
    const disk = new MemoryDisk(
      {},
      {
        onStep: (step) => {
          if (step === 'sync' && holder.journal !== undefined) {
            late = note(holder.journal, 'late').durable;
            throw Object.assign(new Error('EIO'), { code: 'EIO' });
          }
        },
      },
    );
    const journal = await open(disk, { folds: [noteFold()], onFatal: (error) => fatal.push(error) });
    holder.journal = journal;
    await expect(note(journal, 'first').durable).rejects.toThrow(/could not be written/);
    await expect(late).rejects.toThrow(/could not be written/);
    expect(fatal).toHaveLength(1);
  });

  it('when full at any of 40 sizes, acknowledges nothing that is lost, and goes on once there is space', async () => {
    let stopped = 0;
    for (let size = 0; size < 40; size += 1) {
      const fatal: SfumatoError[] = [];
      const disk = new MemoryDisk();
      const journal = await open(disk, {
        folds: [noteFold()],
        segmentBytes: 1_500,
        onFatal: (error) => fatal.push(error),
      });
      const used = Object.values(disk.files()).reduce((sum, { length }) => sum + length, 0);
      disk.capacityBytes = used + size * 113;
      const acknowledged = await writeUntilStopped(journal, TEXTS);
      if (acknowledged.length < TEXTS.length) {
        stopped += 1;
        expect(fatal.map(({ code }) => code)).toEqual(['disk-full']);
        expect(() => note(journal, 'more')).toThrow(/no space left/);
      }
      const files = disk.files();
      const full = new MemoryDisk(files, { capacityBytes: used + size * 113 });
      const after = noteFold();
      await open(full, { folds: [after], segmentBytes: 1_500 }).catch((error: SfumatoError) => {
        expect(error.code).toBe('disk-full');
      });
      full.capacityBytes = 1_000_000;
      const recovered = noteFold();
      await (await open(new MemoryDisk(full.files()), { folds: [recovered], segmentBytes: 1_500 })).close();
      expect(recovered.notes.slice(0, acknowledged.length)).toEqual(acknowledged);
      expect(recovered.notes).toEqual(TEXTS.slice(0, recovered.notes.length));
    }
    expect(stopped).toBeGreaterThan(20);
  });

  it('fails to open, and never half opens, when the first records cannot be written', async () => {
    for (const failing of ['create', 'append', 'sync', 'sync-directory'] as const) {
      const disk = new MemoryDisk(
        {},
        {
          onStep: (step) => {
            if (step === failing) {
              throw Object.assign(new Error('EIO'), { code: 'EIO' });
            }
          },
        },
      );
      await expect(open(disk, { folds: [noteFold()] })).rejects.toThrow(/could not be written \(EIO\)/);
    }
  });
});

describe('a fold that finds an invariant broken', () => {
  const strict = (): Fold => {
    const fold = noteFold();
    return {
      kinds: fold.kinds,
      apply(record) {
        fold.apply(record);
        if (fold.notes.at(-1) === 'wrong') {
          throw new SfumatoError('invariant-broken', 'This must not be.');
        }
      },
    };
  };

  it('stops the journal before the record is written', async () => {
    const fatal: SfumatoError[] = [];
    const disk = new MemoryDisk();
    const journal = await open(disk, { folds: [strict()], onFatal: (error) => fatal.push(error) });
    await note(journal, 'right').durable;
    expect(() => note(journal, 'wrong')).toThrow(/This must not be/);
    expect(() => note(journal, 'right')).toThrow(/This must not be/);
    expect(fatal.map(({ code }) => code)).toEqual(['invariant-broken']);
    await journal.close();
    expect(verifyJournal({ disk, folds: [strict()] })).toMatchObject({ verified: true, records: 2 });
  });

  it('fails verification and opening of a journal whose bytes are right', async () => {
    const disk = new MemoryDisk();
    const journal = await open(disk, { folds: [noteFold()] });
    await note(journal, 'wrong').durable;
    expect(verifyJournal({ disk, folds: [strict()] })).toMatchObject({
      verified: false,
      seq: 1,
      sentence: /This must not be/,
    });
    await expect(open(disk, { folds: [strict()] })).rejects.toMatchObject({ code: 'invariant-broken' });
  });
});

describe('a crash at any step of the disk', () => {
  it('loses no acknowledged record, keeps the order, and is survived by a crash during recovery', async () => {
    let crashes = 0;
    for (let at = 0; at < 60; at += 1) {
      const random = seededEntropy(`crash ${at}`);
      const pick = (most: number): number => {
        const bytes = new Uint8Array(2);
        random.fill(bytes);
        return (bytes[0]! * 256 + bytes[1]!) % (most + 1);
      };
      const first = await runUntilCrash(new MemoryDisk(), { at, texts: TEXTS });
      crashes += first.crashed ? 1 : 0;
      const second = await runUntilCrash(new MemoryDisk(first.disk.afterCrash(pick)), { at: pick(8), texts: LATER });
      const recovered = noteFold();
      const last = new MemoryDisk(second.disk.afterCrash(pick));
      await (await open(last, { folds: [recovered], segmentBytes: 900 })).close();
      const early = recovered.notes.filter((text) => TEXTS.includes(text));
      const late = recovered.notes.slice(early.length);
      expect(early.slice(0, first.acknowledged.length)).toEqual(first.acknowledged);
      expect(early).toEqual(TEXTS.slice(0, early.length));
      expect(late.slice(0, second.acknowledged.length)).toEqual(second.acknowledged);
      expect(late).toEqual(LATER.slice(0, late.length));
      expect(verifyJournal({ disk: last, folds: [noteFold()] }).verified).toBe(true);
    }
    expect(crashes).toBeGreaterThan(40);
  });

  it('leaves no gap where a process died before it had synced the folder, and the power goes while the next one starts', async () => {
    let files = 2;
    const disk = new MemoryDisk(
      {},
      {
        onStep: (step) => {
          if (step === 'sync-directory' && disk.list().length === files) {
            throw new Error('the end');
          }
        },
      },
    );
    const journal = await open(disk, { folds: [noteFold()], segmentBytes: 900, onFatal: () => undefined });
    await writeUntilStopped(journal, TEXTS);
    files = 3;
    await expect(open(disk, { folds: [noteFold()], segmentBytes: 1 })).rejects.toMatchObject({
      code: 'journal-stopped',
    });
    expect(disk.list()).toHaveLength(3);
    // Of the entries that no sync has covered, only the youngest is kept.
    let entries = 0;
    const kept = new MemoryDisk(disk.afterCrash((most) => (most === 1 ? entries++ : most)));
    await (await open(kept, { folds: [noteFold()] })).close();
    expect(verifyJournal({ disk: kept, folds: [noteFold()] }).verified).toBe(true);
  });
});

/** Runs on a disk whose power goes at step `at`: nothing that follows has any effect. */
async function runUntilCrash(start: MemoryDisk, { at, texts }: { at: number; texts: readonly string[] }) {
  let left = at;
  let crashed = false;
  const onStep = (_step: DiskStep) => {
    if (left === 0) {
      crashed = true;
    }
    left -= 1;
    if (crashed) {
      throw new Error('power cut');
    }
  };
  const disk = new MemoryDisk(start.files(), { onStep });
  const acknowledged: string[] = [];
  try {
    const journal = await open(disk, { folds: [noteFold()], segmentBytes: 900, onFatal: () => undefined });
    acknowledged.push(...(await writeUntilStopped(journal, texts)));
  } catch {
    // Cut while opening.
  }
  return { disk, acknowledged, crashed };
}
