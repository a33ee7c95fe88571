import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/base/index.ts';
import { createBudget, toReply } from '../../src/budget/index.ts';
import { nodeDisk, verifyJournal } from '../../src/journal/index.ts';
import { answerTo, type BudgetSite, openSite, questionOf, request, spent } from '../support/budget-site.ts';
import { type Build, buildSimulation } from './build.ts';

const TIMES = 20;
const COST = 100_000_000n;

/** The points at which a process is killed, and how it leaves its request. */
const POINTS: Readonly<Record<string, 'new' | 'interrupted' | 'stored'>> = {
  reserving: 'new',
  'torn-write-1': 'new',
  'written-write-1': 'interrupted',
  'synced-write-1': 'interrupted',
  reserved: 'interrupted',
  run: 'interrupted',
  released: 'interrupted',
  'torn-write-2': 'interrupted',
  'written-write-2': 'stored',
  'synced-write-2': 'stored',
  committed: 'stored',
  answered: 'stored',
  'segment-created': 'new',
  'segment-synced': 'interrupted',
  'segment-named': 'interrupted',
  'torn-replay': 'stored',
  'written-replay': 'stored',
  cut: 'new',
};

let build: Build;
let root: string;

beforeAll(() => {
  build = buildSimulation();
  root = mkdtempSync(join(tmpdir(), 'sfumato-kills-'));
});
afterAll(() => {
  build.remove();
  rmSync(root, { recursive: true, force: true });
});

/** Answers request `number` in a process of its own that kills itself at `point`. */
async function killedAt(folder: string, point: string, number: number): Promise<void> {
  const program = join(build.folder, 'test/budget/killed-site.js');
  const child = spawn(process.execPath, [program, folder, point, String(number)], { stdio: 'ignore' });
  const [code, signal] = await once(child, 'close');
  expect([code, signal]).toEqual([null, 'SIGKILL']);
}

const textOf = (answer: Parameters<typeof toReply>[0]) => canonicalJson(toReply(answer).answer);

/** The number of requests whose charge stands. */
const charged = (site: BudgetSite) => spent(site) / COST;

/** Opens the journal that a killed process left, and checks how it left request `number`. */
async function openAfter(folder: string, point: string, number: number): Promise<BudgetSite> {
  const site = await openSite(nodeDisk(folder), { segmentBytes: point.startsWith('segment') ? 1 : 1_000_000 });
  expect(site.budget.recall(request(number)).state).toBe(POINTS[point]);
  expect(charged(site)).toBe(BigInt(number - (POINTS[point] === 'new' ? 1 : 0)));
  return site;
}

/** Looks at the request that was being served from the answer of another when its process was killed. */
async function checkReplay(site: BudgetSite, point: string, number: number): Promise<void> {
  const other = request(number + 1_000);
  expect(site.budget.recall(other).state).toBe(point === 'torn-replay' ? 'new' : 'stored');
  const served = await answerTo(site, { ref: other, question: questionOf(request(number).id) });
  expect(textOf(served)).toBe(textOf(await answerTo(site, { ref: request(number) })));
}

describe('a process killed by the system, 20 times in a row on one journal, at', () => {
  it.each(Object.entries(POINTS))('“%s” leaves its request %s, and loses and changes nothing', async (point) => {
    const folder = join(root, point);
    const answers: string[] = [];
    for (let number = 1; number <= TIMES; number += 1) {
      if (point === 'cut') {
        await killedAt(folder, 'torn-write-1', number);
      }
      await killedAt(folder, point, number);
      const site = await openAfter(folder, point, number);
      if (point.endsWith('replay')) {
        await checkReplay(site, point, number);
      }
      answers.push(textOf(await answerTo(site, { ref: request(number) })));
      for (const [at, answer] of answers.entries()) {
        expect(textOf(await answerTo(site, { ref: request(at + 1) }))).toBe(answer);
      }
      expect(charged(site)).toBe(BigInt(number));
      await site.journal.close();
    }
    const verdict = verifyJournal({ disk: nodeDisk(folder), folds: [createBudget({ site: 'anywhere' })] });
    expect(verdict.verified).toBe(true);
  });
});
