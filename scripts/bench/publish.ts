import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStaging } from '../../src/warehouse/index.ts';
import { newestPolicy } from './newest-policy.ts';
import { publishArchive } from './publish-archive.ts';
import { type Archive, stageArchive } from './publish-staging.ts';
import { numberOption, printBench, type Result } from './report.ts';

// Publishes synthetic archives with the newest policy: how long that takes, and how much memory the process holds at most.
// npm run bench:publish -- [--rows 10000000] [--json]; without --rows, one million and ten million.

const GOAL_ROWS = 10_000_000;
const GOAL_SECONDS = 60;
const GOAL_BYTES = 4 * 2 ** 30;

/** What a step in a process of its own measured. */
interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly fileBytes?: number;
}

const STEPS = {
  stage: async (archive: Archive) => {
    await stageArchive(archive);
    return {};
  },
  publish: async (archive: Archive) => ({ fileBytes: statSync((await publishArchive(archive)).file).size }),
  report: async ({ folder, policy }: Archive) => {
    const staging = await openStaging({ folder, policy });
    await staging.fillRates();
    await staging.totals();
    await staging.close();
    return {};
  },
} as const;

/** Runs one step and tells the parent what it took. */
async function child(step: keyof typeof STEPS, archive: Archive): Promise<void> {
  const before = performance.now();
  const cpuBefore = process.cpuUsage();
  const more = await STEPS[step](archive);
  const seconds = (performance.now() - before) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const peakBytes = process.resourceUsage().maxRSS * 1_024;
  process.send?.({ seconds, cpuSeconds: (user + system) / 1e6, peakBytes, ...more });
  process.disconnect();
}

/** A step in a process of its own: its peak of memory is then its own too. */
function inChild(step: keyof typeof STEPS, { folder, series }: Pick<Archive, 'folder' | 'series'>): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const running = fork(fileURLToPath(import.meta.url), ['--rows', String(series)], {
      env: { ...process.env, BENCH_STEP: step, BENCH_FOLDER: folder },
    });
    running.on('message', (message) => resolve(message as Measured));
    running.on('exit', (code) => reject(new Error(`the step ${step} ended with ${code} before it told anything`)));
  });
}

async function measure(series: number): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-bench-publish-'));
  try {
    await inChild('stage', { folder, series });
    const published = await inChild('publish', { folder, series });
    const reported = await inChild('report', { folder, series });
    return results(series, published, reported);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function results(series: number, published: Measured, reported: Measured): Result[] {
  const size = `${series / 1e6} M series`;
  const result = (key: string, value: number, unit: string): Result => ({
    key: `${size}: ${key}`,
    value,
    unit,
    goal: null,
    holds: null,
  });
  const bounded = (one: Result, most: number, goal: string): Result =>
    series === GOAL_ROWS ? { ...one, goal, holds: one.value <= most } : one;
  return [
    bounded(result('publish', published.seconds, 's'), GOAL_SECONDS, `≤ ${GOAL_SECONDS} s`),
    result('publish, processor time', published.cpuSeconds, 's'),
    result('publish, rate', series / published.seconds, 'rows/s'),
    bounded(result('publish, peak of memory', published.peakBytes, 'bytes'), GOAL_BYTES, '≤ 4 GiB'),
    result('snapshot', published.fileBytes ?? 0, 'bytes'),
    result('fill rates and totals', reported.seconds, 's'),
    result('fill rates and totals, processor time', reported.cpuSeconds, 's'),
    result('fill rates and totals, peak of memory', reported.peakBytes, 'bytes'),
  ];
}

const { BENCH_STEP: step, BENCH_FOLDER: folder } = process.env;
if (folder !== undefined && (step === 'stage' || step === 'publish' || step === 'report')) {
  await child(step, { folder, policy: newestPolicy().policy, series: numberOption('rows', 1) });
} else {
  const asked = process.argv.includes('--rows') ? [numberOption('rows', GOAL_ROWS)] : [1_000_000, GOAL_ROWS];
  const all: Result[] = [];
  for (const series of asked) {
    all.push(...(await measure(series)));
  }
  printBench({ name: 'publish', results: all });
}
