// Publishes synthetic archives with the newest policy and says how long that takes and how much memory the process holds.
//   npm run bench:publish -- [--rows N] [--json]
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sha256, systemEntropy, utf8ToBytes } from '../../src/base/index.ts';
import { loadPolicy, type Policy } from '../../src/policy/index.ts';
import { openRegister, openStaging, publish, slotAt } from '../../src/warehouse/index.ts';
import { type Archive, patientsOf, stageArchive } from './publish-staging.ts';

const POLICIES = fileURLToPath(new URL('../../policies/imaging-metadata/', import.meta.url));
const DEFAULT_ROWS = [1_000_000, 10_000_000];
const GOAL_ROWS = 10_000_000;
const GOAL_SECONDS = 60;
const GOAL_BYTES = 4 * 2 ** 30;

/** One figure of a benchmark; `goal` is the most it may be, where there is one. */
interface Figure {
  readonly key: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: number | null;
  readonly holds: boolean | null;
}

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
    const args = ['--step', step, '--folder', folder, '--rows', String(series)];
    const running = fork(fileURLToPath(import.meta.url), args);
    running.on('message', (message) => resolve(message as Measured));
    running.on('exit', (code) => reject(new Error(`the step ${step} ended with ${code} before it told anything`)));
  });
}

async function measured(series: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-bench-publish-'));
  try {
    process.stderr.write(`staging ${series} series\n`);
    await inChild('stage', { folder, series });
    process.stderr.write('publishing\n');
    const published = await inChild('publish', { folder, series });
    process.stderr.write('reading fill rates and totals\n');
    const reported = await inChild('report', { folder, series });
    return figures(series, published, reported);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figures(series: number, published: Measured, reported: Measured): Figure[] {
  const bounded = series === GOAL_ROWS;
  const figure = (name: string, value: number, unit: string, goal: number | null = null): Figure => ({
    key: `${series}.${name}`,
    value,
    unit,
    goal,
    holds: goal === null ? null : value <= goal,
  });
  return [
    figure('publish', round(published.seconds), 's', bounded ? GOAL_SECONDS : null),
    figure('publish.cpu', round(published.cpuSeconds), 's'),
    figure('publish.peakRss', published.peakBytes, 'bytes', bounded ? GOAL_BYTES : null),
    figure('publish.rate', Math.round(series / published.seconds), 'rows/s'),
    figure('publish.file', published.fileBytes ?? 0, 'bytes'),
    figure('report', round(reported.seconds), 's'),
    figure('report.cpu', round(reported.cpuSeconds), 's'),
    figure('report.peakRss', reported.peakBytes, 'bytes'),
  ];
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100;

function table(results: readonly Figure[]): string {
  return results
    .map(({ key, value, unit, goal, holds }) => {
      const ending = goal === null ? '' : `   at most ${goal}: ${holds ? 'holds' : 'does not hold'}`;
      return `${key.padEnd(28)}${String(value).padStart(14)} ${unit}${ending}\n`;
    })
    .join('');
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    json: { type: 'boolean', default: false },
    step: { type: 'string' },
    folder: { type: 'string' },
  },
});
const asked = values.rows === undefined ? DEFAULT_ROWS : [Number(values.rows)];
if (asked.some((rows) => !Number.isSafeInteger(rows) || rows < 1)) {
  process.stderr.write('--rows takes a positive integer\n');
  process.exit(2);
}
if (values.step !== undefined && values.folder !== undefined) {
  await child(values.step as keyof typeof STEPS, {
    folder: values.folder,
    policy: newestPolicy(),
    series: asked[0] ?? 1,
  });
} else {
  const results: Figure[] = [];
  for (const series of asked) {
    results.push(...(await measured(series)));
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const document = { name: 'publish', machine, results };
  process.stdout.write(values.json ? `${JSON.stringify(document)}\n` : `${machine}\n${table(results)}`);
  process.exitCode = results.some(({ holds }) => holds === false) ? 1 : 0;
}
