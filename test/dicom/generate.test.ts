import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import dcmjs from 'dcmjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hmacSha256Under, utf8ToBytes } from '../../src/base/index.ts';
import { elementsOf } from '../../src/dicom/generate/elements.ts';
import { fleetOf } from '../../src/dicom/generate/fleet.ts';
import { part10Writer } from '../../src/dicom/generate/part10-file.ts';
import { personAt } from '../../src/dicom/generate/person.ts';
import { planPatient } from '../../src/dicom/generate/plan.ts';
import { generateSite, SiteManifest } from '../../src/dicom/generate.ts';
import { pseudonym } from '../../src/dicom/transform/pseudonym.ts';
import { openStaging, type StagedRow } from '../../src/warehouse/index.ts';
import { type Folders, folders, ingest, keptStaging } from './ingesting.ts';
import { UID } from './part10.ts';
import { POLICY, PSEUDONYM_KEY, readable } from './policy.ts';

let at: Folders;
let manifest: SiteManifest;
let rows: ReadonlyMap<string, StagedRow>;
let report: Awaited<ReturnType<typeof ingest>>;
let totals: unknown;

const make = (name: string, more: Partial<Parameters<typeof generateSite>[0]> = {}) =>
  generateSite({
    folder: join(at.root, name),
    manifest: join(at.root, `${name}.json`),
    seed: 11,
    site: 'harbour',
    patients: 20,
    ...more,
  });

beforeAll(async () => {
  at = folders();
  manifest = await make('archive', { patients: 250 });
  const staging = await openStaging({ folder: at.siteFolder, policy: POLICY });
  const kept = keptStaging();
  const both = {
    ...staging,
    ...kept,
    async add(more: readonly StagedRow[]) {
      await kept.add(more);
      await staging.add(more);
    },
    count: staging.count.bind(staging),
  };
  report = await ingest(at, both, { children: 2 });
  totals = await staging.totals();
  await staging.close();
  rows = new Map(kept.rows.map((row) => [row.series, row]));
});

afterAll(() => at.remove());

/** Every file of an archive with the hash of its bytes. */
function contents(name: string): string[] {
  const folder = join(at.root, name);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path.slice(folder.length)} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
    .sort();
}

describe('the archive', () => {
  test('is the same, byte for byte, for the same seed and site, and another for another', async () => {
    await make('one');
    await make('two');
    await make('other-seed', { seed: 12 });
    await make('other-site', { site: 'hillside' });
    expect(contents('two')).toEqual(contents('one'));
    expect(contents('other-seed')).not.toEqual(contents('one'));
    expect(contents('other-site')).not.toEqual(contents('one'));
  });

  test('shares people with another site, who keep their numbers and issuer and have other images', async () => {
    const here = await make('here', { sharedPatients: 5 });
    const there = await make('there', { sharedPatients: 5, site: 'hillside' });
    const names = (of: SiteManifest) => of.patients.map(({ patientId, issuer }) => `${issuer}/${patientId}`);
    expect(names(here).filter((name) => names(there).includes(name))).toEqual(names(here).slice(0, 5));
    const uids = new Set(
      here.patients.flatMap(({ series }) => series.map(({ seriesInstanceUid }) => seriesInstanceUid)),
    );
    expect(
      there.patients.some(({ series }) => series.some(({ seriesInstanceUid }) => uids.has(seriesInstanceUid))),
    ).toBe(false);
  });

  test('never repeats a patient, a series or an instance', () => {
    const series = manifest.patients.flatMap((patient) => patient.series);
    const files = series.flatMap((each) => each.files);
    for (const names of [
      manifest.patients.map(({ patientId, issuer }) => `${issuer}/${patientId}`),
      series.map(({ seriesInstanceUid }) => seriesInstanceUid),
      files.map(({ sopInstanceUid }) => sopInstanceUid),
      files.map(({ path }) => path),
    ]) {
      expect(new Set(names).size).toBe(names.length);
    }
    expect(files.every(({ path }) => existsSync(join(at.source, path)))).toBe(true);
  });

  test('has the shape of a real one', () => {
    const series = manifest.patients.flatMap((patient) => patient.series);
    const studies = new Set(series.map(({ studyInstanceUid }) => studyInstanceUid)).size;
    const instances = series.flatMap(({ files }) => files).length;
    expect(studies / manifest.patients.length).toBeGreaterThan(1.4);
    expect(series.length / studies).toBeGreaterThan(2);
    expect(instances / series.length).toBeGreaterThan(1.05);
    expect(new Set(series.map(({ manufacturer }) => manufacturer)).size).toBeGreaterThan(15);
    expect(series.filter(({ ageYears }) => ageYears === null).length).toBeGreaterThan(0);
    expect(series.some(({ sliceThickness }) => sliceThickness === '1,25')).toBe(true);
  });

  test('holds at least 40 of 400 patients of the demonstration’s cohort, at every site and for every seed', () => {
    for (const [seed, site] of [
      [1, 'hillside'],
      [1, 'lakeside'],
      [2, 'hillside'],
      [99, 'x'],
    ] as const) {
      const fleet = fleetOf(seed, site);
      const inCohort = Array.from({ length: 400 }, (_, index) => {
        const person = personAt({ seed, site, index, sharedPatients: 25 });
        const series = planPatient({ seed, site, index, person, fleet }).map(({ truth }) => truth);
        const chest = ['CHEST', 'THORAX', 'LUNG'];
        return (
          series.some(({ modality, bodyPart }) => modality === 'CT' && chest.includes(bodyPart.trim().toUpperCase())) &&
          series.some(({ modality }) => modality === 'MR') &&
          series.some(({ ageYears }) => ageYears !== null && ageYears >= 50 && ageYears <= 80)
        );
      });
      const count = inCohort.filter(Boolean).length;
      expect(count, `${seed}/${site}`).toBeGreaterThanOrEqual(40);
      expect(count, `${seed}/${site}`).toBeLessThanOrEqual(80);
    }
  });

  test('comes with a manifest that reads back', () => {
    const text = readFileSync(join(at.root, 'archive.json'), 'utf8');
    expect(SiteManifest.parse(JSON.parse(text))).toEqual(manifest);
  });
});

describe('a file', () => {
  const person = personAt({ seed: 1, site: 's', index: 3, sharedPatients: 0 });
  const [series] = planPatient({ seed: 1, site: 's', index: 3, person, fleet: fleetOf(1, 's') });
  const [file] = series?.truth.files ?? [];
  if (series === undefined || file === undefined) {
    throw new Error('no plan');
  }
  const elements = elementsOf({ site: 's', person, series, file, instance: 1 });

  test.each([UID.explicit, UID.implicit, UID.big, UID.jpeg2000])(
    'is, byte for byte, what dcmjs writes in %s',
    (transferSyntax) => {
      const layOut = part10Writer();
      const whole = {
        transferSyntax,
        sopClassUid: '1.2',
        sopInstanceUid: '1.2.3',
        elements: elements.filter(({ tag }) => tag !== '7FE00010'),
      };
      const tag = (vr: string, ...Value: unknown[]) => ({ vr, Value });
      const dict = new dcmjs.data.DicomDict({
        '00020001': tag('OB', new Uint8Array([0, 1]).buffer),
        '00020002': tag('UI', '1.2'),
        '00020003': tag('UI', '1.2.3'),
        '00020010': tag('UI', transferSyntax),
        '00020012': tag('UI', '2.25.233497210312284953203712430286497133711'),
      });
      dict.dict = Object.fromEntries(whole.elements.map((each) => [each.tag, tag(each.vr, ...each.values)]));
      const expected = Buffer.from(dict.write());
      expect(Buffer.from(layOut(whole)).equals(expected)).toBe(true);
      expect(Buffer.from(layOut(whole)).equals(expected)).toBe(true); // from the cache
    },
  );

  test('has some 45 elements, a name and a number to drop, and a private one', () => {
    expect(elements.length).toBeGreaterThan(35);
    expect(elements.find(({ tag }) => tag === '00100010')?.values).toEqual([person.name]);
    expect(elements.some(({ tag }) => tag === '00091001')).toBe(true);
    expect(elements.map(({ tag }) => tag)).toEqual([...new Set(elements.map(({ tag }) => tag))].sort());
  });
});

describe('what is staged of it', () => {
  const undamaged = () =>
    manifest.patients.flatMap((patient) =>
      patient.series
        .map((series) => ({
          patient,
          series,
          instances: series.files.filter(({ damage }) => damage === 'none').length,
        }))
        .filter(({ instances }) => instances > 0),
    );

  test('is every file that the manifest calls undamaged, counted by patient, study, series and instance', () => {
    const kept = undamaged();
    const distinct = (names: readonly string[]) => new Set(names).size;
    expect(totals).toMatchObject({
      patients: distinct(kept.map(({ patient }) => `${patient.issuer}/${patient.patientId}`)),
      studies: distinct(kept.map(({ series }) => series.studyInstanceUid)),
      series: kept.length,
      instances: kept.reduce((sum, { instances }) => sum + instances, 0),
    });
  });

  test('leaves out what it calls damaged, with the reason, and what is no image', () => {
    const damage = manifest.patients.flatMap(({ series }) =>
      series.flatMap(({ files }) => files.map((file) => file.damage)),
    );
    const count = (kind: string) => damage.filter((each) => each === kind).length;
    expect(report.stored).toBe(count('none'));
    const { 'no-patient-id': noPatient = 0, ...structural } = report.quarantined;
    expect(noPatient).toBe(count('no-patient-id'));
    expect(Object.values(structural).reduce((sum, each) => sum + each, 0)).toBe(count('truncated'));
    expect(report.skipped).toEqual({ dicomdir: 1, 'not-dicom': 3 });
  });

  const SEX: Readonly<Record<string, string>> = {
    F: 'F',
    FEMALE: 'F',
    W: 'F',
    f: 'F',
    M: 'M',
    MALE: 'M',
    m: 'M',
    O: 'O',
    UNKNOWN: 'OTHER',
    '': 'MISSING',
  };
  const AGENT: Readonly<Record<string, string>> = {
    'Ultravist 370': 'IODINATED',
    GADOVIST: 'GADOLINIUM',
    NONE: 'NONE',
    none: 'NONE',
    CONTRAST: 'OTHER',
    '': 'MISSING',
  };
  const CHEST = ['CHEST', 'CHEST ', 'Chest', 'THORAX', 'LUNG'];
  const numberOf = (text: string | null) =>
    text === null || !/^[0-9.e+]+$/.test(text) ? 'MISSING' : Number(text) || 'MISSING';

  test.each<
    [
      string,
      (
        patient: SiteManifest['patients'][number],
        series: SiteManifest['patients'][number]['series'][number],
      ) => unknown,
    ]
  >([
    ['PatientSex', ({ sex }) => SEX[sex]],
    ['Modality', (_, { modality }) => modality.toUpperCase() || 'MISSING'],
    ['PatientAge', (_, { ageYears }) => (ageYears === null ? 'MISSING' : Math.min(ageYears, 90))],
    [
      'StudyDate',
      (_, { studyDate }) => (/^\d{4}(0[1-9]|1[0-2])\d\d$/.test(studyDate) ? studyDate.slice(0, 4) : 'MISSING'),
    ],
    ['KVP', (_, { kvp }) => numberOf(kvp)],
    [
      'MagneticFieldStrength',
      (_, { fieldStrength }) => {
        const raw = numberOf(fieldStrength);
        const tesla = typeof raw === 'number' && raw > 50 ? raw / 10_000 : raw;
        return typeof tesla === 'number' ? (tesla === 0.35 ? 0.4 : Math.round(tesla * 10) / 10) : tesla;
      },
    ],
    ['ContrastBolusAgent', (_, { contrastAgent }) => AGENT[contrastAgent ?? '']],
  ])('has in %s of every series what the manifest says', (keyword, expected) => {
    for (const { patient, series } of undamaged()) {
      const row = rows.get(
        pseudonym(hmacSha256Under(PSEUDONYM_KEY), 'series', [utf8ToBytes(series.seriesInstanceUid)]),
      );
      expect(row && readable(row, keyword), JSON.stringify(series)).toEqual(expected(patient, series));
    }
  });

  test('has a chest in every series whose region is written as one, and in no other', () => {
    for (const { series } of undamaged()) {
      const row = rows.get(
        pseudonym(hmacSha256Under(PSEUDONYM_KEY), 'series', [utf8ToBytes(series.seriesInstanceUid)]),
      );
      expect(row && readable(row, 'BodyPartExamined') === 'CHEST', series.bodyPart).toBe(
        CHEST.includes(series.bodyPart),
      );
    }
  });
});
