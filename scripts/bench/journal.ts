import { execFileSync } from 'node:child_process';
import { closeSync, fdatasync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { canonicalJson, systemEntropy } from '../../src/base/index.ts';
import { nodeDisk, openJournal } from '../../src/journal/index.ts';
import { ask, grant, openSite, request, SITE } from '../../test/support/budget-site.ts';
import { noteFold, setClock } from '../../test/support/journal-parts.ts';
import { median, numberOption, printBench, type Result } from './report.ts';

// The journal against appending and syncing the same bytes without it, in turns on the same disk; then how long a start takes,
// and what memory is held of records that leave nothing behind.
// npm run bench:journal -- [--records 100000] [--folder DIR] [--json]

const ROUNDS = 60;
const APPENDS = 25;
const APPENDERS = 64;
const STARTS = 5;
const TEXT = 'x'.repeat(600);
const GOAL_SHARE = 0.9;
const GOAL_RECOVERY_SECONDS = 2;
const GOAL_BYTES_PER_RECORD = 16;

const records = numberOption('records', 100_000);
const place = process.argv.indexOf('--folder');
const root = mkdtempSync(join(place < 0 ? tmpdir() : (process.argv[place + 1] ?? tmpdir()), 'sfumato-bench-journal-'));
const entropy = systemEntropy();
const syncAsync = promisify(fdatasync);

/** One way of making records durable, which stays open while the ways take turns. */
interface Lane {
  /** Makes a slice of records durable; gives how many. */
  slice(): Promise<number>;
  close(): Promise<void>;
}

/** The bytes of one record, written and synced by hand, one after the other. */
function raw(name: string, sync: (descriptor: number) => Promise<void>): Lane {
  const descriptor = openSync(join(root, name), 'w');
  const bytes = new Uint8Array(TEXT.length + 420);
  return {
    async slice() {
      for (let at = 0; at < APPENDS; at += 1) {
        writeSync(descriptor, bytes);
        await sync(descriptor);
      }
      return APPENDS;
    },
    close: async () => closeSync(descriptor),
  };
}

async function journalLane(name: string, appenders: number): Promise<Lane> {
  const disk = nodeDisk(join(root, name));
  const onFatal = (error: Error): never => {
    throw error;
  };
  const journal = await openJournal({ disk, clock: setClock(Date.now()), entropy, folds: [noteFold()], onFatal });
  const appender = async (): Promise<void> => {
    for (let at = 0; at < APPENDS; at += 1) {
      await journal.append({ kind: 'note', actor: 'bench', body: { text: TEXT } }).durable;
    }
  };
  return {
    async slice() {
      await Promise.all(Array.from({ length: appenders }, appender));
      return APPENDS * appenders;
    },
    close: () => journal.close(),
  };
}

/** Records a second. The ways take turns in slices so short that whatever else the disk does meets all of them alike. */
async function ratesOf(lanes: readonly Lane[]): Promise<readonly number[]> {
  const rates = lanes.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [at, lane] of lanes.entries()) {
      const before = performance.now();
      const count = await lane.slice();
      // The first round only warms up.
      rates[at]?.push(...(round === 0 ? [] : [count / ((performance.now() - before) / 1_000)]));
    }
  }
  await Promise.all(lanes.map((lane) => lane.close()));
  return rates.map(median);
}

async function measureAppends(): Promise<readonly Result[]> {
  const [rawAsync, one, rawSync, many] = await ratesOf([
    raw('async', syncAsync),
    await journalLane('one', 1),
    raw('sync', async (file) => fdatasyncSync(file)),
    await journalLane('many', APPENDERS),
  ]);
  const plain = (key: string, value: number): Result => ({ key, value, unit: 'a second', goal: null, holds: null });
  const share = (key: string, value: number, goal: boolean): Result => ({
    ...{ key, value, unit: '×' },
    ...(goal ? { goal: `≥ ${GOAL_SHARE}`, holds: value >= GOAL_SHARE } : { goal: null, holds: null }),
  });
  return [
    plain('raw append + fdatasync, not blocking the process', rawAsync!),
    plain('raw append + fdatasync, blocking the process', rawSync!),
    plain('journal, one appender', one!),
    plain(`journal, ${APPENDERS} appenders`, many!),
    share('one appender against raw, not blocking', one! / rawAsync!, true),
    share('one appender against raw, blocking', one! / rawSync!, false),
    share(`${APPENDERS} appenders against raw, blocking`, many! / rawSync!, true),
  ];
}

/** A budget's journal of at least `records` records: reservations and answers. */
async function fill(name: string): Promise<void> {
  const site = await openSite(nodeDisk(join(root, name)), { entropy });
  await grant(site, 10n ** 18n);
  for (let at = 0; site.journal.records < records; at += APPENDERS) {
    await Promise.all(Array.from({ length: APPENDERS }, (_, more) => ask(site, { ref: request(at + more), cells: 1 })));
  }
  await site.journal.close();
}

async function measureRecovery(): Promise<readonly Result[]> {
  await fill('recovery');
  const seconds: number[] = [];
  const cpuSeconds: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    const words = ['--import', 'tsx', 'scripts/bench/journal-start.ts', join(root, 'recovery')];
    const { ms, cpuMs, records } = JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
    seconds.push(ms * (100 / records));
    cpuSeconds.push(cpuMs * (100 / records));
  }
  const [value, cpuValue] = [median(seconds), median(cpuSeconds)];
  const key = `start, per 100,000 records (of ${records})`;
  const goal = `≤ ${GOAL_RECOVERY_SECONDS}`;
  return [
    { key, value, unit: 's', goal, holds: value <= GOAL_RECOVERY_SECONDS },
    { key: `${key}, processor time`, value: cpuValue, unit: 's', goal: null, holds: null },
  ];
}

/** What stays in memory of refusals, which change no balance. */
async function measureMemory(): Promise<Result> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const disk = nodeDisk(join(root, 'memory'));
  const site = await openSite(disk, { entropy });
  const entry = {
    kind: 'refuse',
    actor: 'ada',
    body: { request: null, code: 'busy', digest: '0'.repeat(64) },
  } as const;
  const refuse = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at += 1_000) {
      await Promise.all(Array.from({ length: 1_000 }, () => site.journal.append(entry).durable));
    }
  };
  await refuse(5_000);
  collect();
  const before = process.memoryUsage().heapUsed;
  await refuse(records);
  collect();
  const value = Math.max(0, (process.memoryUsage().heapUsed - before) / records);
  await site.journal.close();
  const goal = `≤ ${GOAL_BYTES_PER_RECORD}`;
  const holds = value <= GOAL_BYTES_PER_RECORD;
  return { key: `memory held of a refusal, over ${records}`, value, unit: 'bytes', goal, holds };
}

try {
  const results = [...(await measureAppends()), ...(await measureRecovery()), await measureMemory()];
  printBench({ name: `journal of ${SITE}, records of ${canonicalJson({ text: TEXT }).length} bytes`, results });
} finally {
  rmSync(root, { recursive: true, force: true });
}
