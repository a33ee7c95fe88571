import { lstatSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import { type IngestReport, readQuarantined } from '../../src/dicom/index.ts';
import { openStaging, type StagedTotals } from '../../src/warehouse/index.ts';
import { type Folders, folders, ingest, SEAL_KEY } from '../dicom/ingesting.ts';
import { dataSet, element, identifiers, part10 } from '../dicom/part10.ts';
import { POLICY } from '../dicom/policy.ts';
import { BOMBS } from './bombs.ts';
import { needsMemory } from './needs.ts';
import { parsersBelow } from './parsing-processes.ts';

const FILES = 10_000;
const BOMBS_AMONG_THEM = 100;
const FILES_PER_FOLDER = 100;
const INSTANCES_PER_SERIES = 3;
const SAMPLE_EVERY_MS = 100;

/** The `n`th good file: of 1,100 patients with three series of three instances each. */
function goodFile(n: number): Uint8Array {
  const series = Math.floor(n / INSTANCES_PER_SERIES);
  const ids = { patient: `P${series % 1_100}`, study: `1.2.${series}`, series: `1.3.${series}`, instance: `1.4.${n}` };
  return part10(dataSet(...identifiers(ids), element(0x00080060, 'CS', 'CT'), element(0x00180050, 'DS', '5')));
}

/** What there is to read, and every bomb by its path. */
function lay(at: Folders): ReadonlyMap<string, (typeof BOMBS)[number]> {
  const bombs = new Map<string, (typeof BOMBS)[number]>();
  for (let n = 0; n < FILES; n += 1) {
    const name = join(`folder-${Math.floor(n / FILES_PER_FOLDER)}`, `file-${n}`);
    const bomb = n % (FILES / BOMBS_AMONG_THEM) === 50 ? BOMBS[bombs.size % BOMBS.length] : undefined;
    if (bomb === undefined) {
      at.put(name, goodFile(n));
    } else {
      const path = join(at.source, name);
      mkdirSync(dirname(path), { recursive: true });
      bomb.lay(path, n);
      bombs.set(path, bomb);
    }
  }
  return bombs;
}

describe('10,000 files with 100 bombs among them', () => {
  let at: Folders;
  let bombs: ReadonlyMap<string, (typeof BOMBS)[number]>;
  let report: IngestReport;
  let totals: StagedTotals;
  let peak = 0;

  beforeAll(async () => {
    at = folders();
    bombs = lay(at);
    const staging = await openStaging({ folder: at.siteFolder, policy: POLICY });
    const lag = monitorEventLoopDelay({ resolution: 1 });
    lag.enable();
    const sampling = setInterval(() => {
      peak = Math.max(peak, ...parsersBelow().values());
    }, SAMPLE_EVERY_MS);
    try {
      report = await ingest(at, staging, { children: 2 });
    } finally {
      clearInterval(sampling);
      lag.disable();
    }
    totals = await staging.totals();
    await staging.close();
    const ms = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(1);
    process.stdout.write(
      `lag of the event loop: p50 ${ms(lag.percentile(50))}, p99 ${ms(lag.percentile(99))}, most ${ms(lag.max)} ms; ` +
        `most memory of a parsing process: ${(peak / 1024 / 1024).toFixed(0)} MiB\n`,
    );
  });

  afterAll(() => at.remove());

  test('are there, at least three of each kind of bomb', () => {
    expect(bombs.size).toBe(BOMBS_AMONG_THEM);
    expect(BOMBS.length * 3).toBeLessThanOrEqual(BOMBS_AMONG_THEM);
    expect([...bombs.keys()].every((path) => lstatSync(path))).toBe(true);
  });

  test('end with all good files stored, and each bomb as its kind has to', async () => {
    const allowed = [...bombs.values()].filter(({ ends }) => ends.includes('stored')).length;
    expect(report).toMatchObject({ read: FILES, stored: FILES - BOMBS_AMONG_THEM + allowed, known: 0 });
    expect(totals).toMatchObject({ instances: report.stored, patients: 1_100 + allowed });
    const { files: quarantined } = await readQuarantined({ siteFolder: at.siteFolder, sealKey: SEAL_KEY });
    const reasons = new Map(quarantined.map(({ path, reason }): [string, string] => [path, reason]));
    const wrong = [...bombs].filter(([path, { ends }]) => {
      const reason = reasons.get(path);
      return reason === undefined ? !ends.some((end) => NOT_LISTED.includes(end)) : !ends.includes(reason);
    });
    expect(wrong.map(([path, { kind }]) => `${kind}: ${reasons.get(path)}`)).toEqual([]);
    expect([...reasons.keys()].filter((path) => !bombs.has(path))).toEqual([]);
  });

  test('skip what is no file and what is no DICOM, in exact numbers', () => {
    const count = (end: string) => [...bombs.values()].filter(({ ends }) => ends.includes(end)).length;
    const expected = ['not-a-file', 'symbolic-link', 'not-dicom'].map((end) => [end, count(end)]);
    expect(report.skipped).toEqual(Object.fromEntries(expected));
  });

  test('never make a parsing process hold 300 MiB (skipped where /proc does not tell)', ({ skip }) => {
    needsMemory(skip);
    expect(peak).toBeGreaterThan(10 * 1024 * 1024); // it was looked at
    expect(peak).toBeLessThan(LIMITS.childBytesMax);
  });
});

/** How a bomb may end without standing in the list of quarantined files. */
const NOT_LISTED: readonly string[] = ['stored', 'not-a-file', 'symbolic-link', 'not-dicom'];
