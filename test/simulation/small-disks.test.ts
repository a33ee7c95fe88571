import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { canonicalJson, isSfumatoError, type SfumatoError } from '../../src/base/index.ts';
import { createBudget, toReply } from '../../src/budget/index.ts';
import { nodeDisk, verifyJournal } from '../../src/journal/index.ts';
import { needsMount } from '../ingest/needs.ts';
import { answerTo, grant, openSite, request, SITE, spent } from '../support/budget-site.ts';

const SIZES = 40;
const KIBIBYTES_STEP = 4;
const COST = 100_000_000n;

const folder = mkdtempSync(join(tmpdir(), 'sfumato-small-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder]).status === 0;
afterAll(() => {
  if (mounted) {
    // Lazily: a journal that stopped keeps its file open until its process ends.
    execFileSync('umount', ['--lazy', folder]);
  }
  rmSync(folder, { recursive: true });
});

function resize(kibibytes: number): void {
  execFileSync('mount', ['-o', `remount,size=${kibibytes}k`, folder]);
}

/** Answers one request after the other until the disk stops the node; gives the answers that left. */
async function untilFull(journal: string): Promise<readonly string[]> {
  const fatal: SfumatoError[] = [];
  const answers: string[] = [];
  try {
    const site = await openSite(nodeDisk(journal), { segmentBytes: 30_000, onFatal: (error) => fatal.push(error) });
    await grant(site, 1_000n * COST);
    for (let number = 1; number < 1_000; number += 1) {
      answers.push(canonicalJson(toReply(await answerTo(site, { ref: request(number) })).answer));
    }
  } catch (error) {
    expect(isSfumatoError(error, 'disk-full')).toBe(true);
    expect(fatal.every(({ code }) => code === 'disk-full')).toBe(true);
    return answers;
  }
  throw new Error('the disk never filled');
}

describe('a disk that is full (skipped where no small file system can be mounted)', () => {
  it.for(Array.from({ length: SIZES }, (_, at) => (at + 1) * KIBIBYTES_STEP))(
    'at %i KiB stops the node: nothing unrecorded leaves, and with space it goes on',
    async (kibibytes, { skip }) => {
      needsMount(skip, mounted);
      resize(kibibytes);
      const journal = join(folder, `journal-${kibibytes}`);
      const answers = await untilFull(journal);
      resize(16_384);
      const site = await openSite(nodeDisk(journal), { segmentBytes: 30_000 });
      if (site.budget.meters().length === 0) {
        await grant(site, 1_000n * COST);
      }
      for (const [at, answer] of answers.entries()) {
        const again = toReply(await answerTo(site, { ref: request(at + 1) }));
        expect([canonicalJson(again.answer), again.replayed]).toEqual([answer, true]);
      }
      const next = toReply(await answerTo(site, { ref: request(answers.length + 1) }));
      expect(next.answer.state).toBe('released');
      expect(spent(site)).toBe(BigInt(answers.length + 1) * COST);
      await site.journal.close();
      const folds = [createBudget({ site: SITE })];
      expect(verifyJournal({ disk: nodeDisk(journal), folds }).verified).toBe(true);
      rmSync(journal, { recursive: true });
    },
  );
});
