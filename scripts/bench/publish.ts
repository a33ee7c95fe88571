import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256, systemEntropy, utf8ToBytes } from '../../src/base/index.ts';
import { loadPolicy, type Policy } from '../../src/policy/index.ts';
import { openRegister, openStaging, publish, slotAt } from '../../src/warehouse/index.ts';
import { type Archive, patientsOf, stageArchive } from './publish-staging.ts';
import { numberOption, printBench, type Result } from './report.ts';

// Publishes synthetic archives with the newest policy: how long that takes, and how much memory the process holds at most.
// npm run bench:publish -- [--rows 10000000] [--json]; without --rows, one million and ten million.

const POLICIES = fileURLToPath(new URL('../../policies/imaging-metadata/', import.meta.url));
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
  publish: publishArchive,
  report: async ({ folder, policy }: Archive) => {
    const staging = await openStaging({ folder, policy });
    await staging.fillRates();
    await staging.totals();
    await staging.close();
    return {};
  },
} as const;

async function publishArchive(archive: Archive): Promise<{ fileBytes: number }> {
  const { folder, policy } = archive;
  const entropy = systemEntropy();
  const register = openRegister({ folder, key: sha256(utf8ToBytes('seal')), entropy, expected: undefined });
  const classes = Object.values(policy.document.disclosure.sizeClasses.value);
  const sizeClass = classes.find(({ patientsLog2 }) => patientsOf(archive) < 2 ** patientsLog2 - 1);
  const staging = await openStaging({ folder, policy });
  const { file } = await publish({
    staging,
    policy,
    sizeClass: sizeClass ?? { patientsLog2: 24 },
    truncationKey: sha256(utf8ToBytes('truncation')),
    register,
    slot: slotAt('monthly', Date.UTC(2026, 2, 14)),
    entropy,
    snapshotsFolder: join(folder, 'snapshots'),
  });
  await staging.close();
  return { fileBytes: statSync(file).size };
}

function newestPolicy(): Policy {
  const versions = readdirSync(POLICIES).filter((name) => name.endsWith('.yaml'));
  const newest = versions.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1) ?? '';
  return loadPolicy({ text: readFileSync(join(POLICIES, newest), 'utf8'), file: newest });
}

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
  await child(step, { folder, policy: newestPolicy(), series: numberOption('rows', 1) });
} else {
  const asked = process.argv.includes('--rows') ? [numberOption('rows', GOAL_ROWS)] : [1_000_000, GOAL_ROWS];
  const all: Result[] = [];
  for (const series of asked) {
    all.push(...(await measure(series)));
  }
  printBench({ name: 'publish', results: all });
}
