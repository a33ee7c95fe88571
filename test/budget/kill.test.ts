import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/base/index.ts';
import { createBudget, toReply } from '../../src/budget/index.ts';
import { nodeDisk, verifyJournal } from '../../src/journal/index.ts';
import { answerTo, openSite, request, spent } from '../support/budget-site.ts';

const CHILD = join(import.meta.dirname, 'killed-site.ts');
const COST = 100_000_000n;

/** What a process that died at each point must have left: how request 1 stands, and whether its last write was cut. */
const POINTS: Readonly<Record<string, 'new' | 'interrupted' | 'stored' | 'new, torn' | 'interrupted, torn'>> = {
  reserving: 'new',
  'torn-write-1': 'new, torn',
  'written-write-1': 'interrupted',
  reserved: 'interrupted',
  run: 'interrupted',
  released: 'interrupted',
  'torn-write-2': 'interrupted, torn',
  committed: 'stored',
  'segment-created': 'new, torn',
};

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sfumato-kill-'));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('a process killed by the system', () => {
  it.each(Object.entries(POINTS))(
    'at “%s” leaves the request %s, loses no budget and changes no answer',
    async (point, left) => {
      const folder = join(root, point);
      const { signal, stderr } = spawnSync(process.execPath, ['--import', 'tsx', CHILD, folder, point], {
        encoding: 'utf8',
      });
      expect([signal, stderr]).toEqual(['SIGKILL', '']);
      const verdict = verifyJournal({ disk: nodeDisk(folder), folds: [createBudget({ site: 'anywhere' })] });
      expect(verdict.verified).toBe(!left.endsWith('torn'));

      const site = await openSite(nodeDisk(folder));
      expect(site.budget.recall(request(1)).state).toBe(left.split(',')[0]);
      expect(spent(site)).toBe(left.startsWith('new') ? 0n : COST);
      const before = left === 'stored' ? await answerTo(site, { ref: request(1) }) : undefined;
      const answer = await answerTo(site, { ref: request(1) });
      expect(spent(site)).toBe(COST);
      expect(toReply(answer).answer.state).toBe('released');
      if (before !== undefined) {
        expect(toReply(answer)).toEqual(toReply(before));
      }
      await site.journal.close();

      const later = await openSite(nodeDisk(folder));
      const again = await answerTo(later, { ref: request(1) });
      expect(canonicalJson(toReply(again).answer)).toBe(canonicalJson(toReply(answer).answer));
      expect(spent(later)).toBe(COST);
      await later.journal.close();
      expect(verifyJournal({ disk: nodeDisk(folder), folds: [createBudget({ site: 'anywhere' })] }).verified).toBe(
        true,
      );
    },
  );
});
