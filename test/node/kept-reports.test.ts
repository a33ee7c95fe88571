import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import { keepReport, keptReport, keptRuns } from '../../src/node/verbs/archive/kept-reports.ts';

const COUNTS = {
  read: 1,
  stored: 1,
  counted: 0,
  known: 0,
  skipped: {},
  quarantined: { truncated: 2 },
  privateElements: { CTP: 1 },
};
const STAGED = { patients: 1, studies: 1, series: 1, instances: 1, devices: 0 };
const REPORT = { unit: 'files', ...COUNTS, staged: STAGED, fields: [] } as const;
const ended = (endedMs: number) => ({ endedMs, policy: 'p@1.0.0', source: 'folder', report: REPORT }) as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sfumato-reports-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a site that never ingested has no reports', () => {
  expect(keptRuns(folder)).toEqual([]);
  expect(() => keptReport(folder, 1)).toThrow(/staging reports/);
});

test('the newest reports are kept, under numbers that are never given twice', () => {
  for (let at = 0; at < LIMITS.ingestReportsMax + 2; at += 1) {
    expect(keepReport(folder, ended(at))).toBe(at + 1);
  }
  const runs = keptRuns(folder);
  expect([runs.length, runs[0], runs.at(-1)]).toEqual([LIMITS.ingestReportsMax, 3, LIMITS.ingestReportsMax + 2]);
  expect(keptReport(folder, 3)).toEqual({ format: 1, run: 3, ...ended(2) });
});

test('a file that is no report is named, and nothing is made of it', () => {
  keepReport(folder, ended(5));
  writeFileSync(join(folder, 'ingests', '000001.json'), '{"format":2}');
  expect(() => keptReport(folder, 1)).toThrow(/000001\.json is no report of this version/);
});
