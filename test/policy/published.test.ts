import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bytesToHex, sha256 } from '../../src/base/index.ts';
import { columnOf, dimensionCode, lintPolicy, measureStep, policySchemaJson } from '../../src/policy/index.ts';
import { FIRST, NEWEST, ps315Table, publishedPolicy, TIMED, versionFiles, WHOLE } from './published.ts';

const Manifest = z.record(z.string().regex(/^[a-z0-9-]+\/\d+\.\d+\.\d+\.yaml$/), z.string().regex(/^[0-9a-f]{64}$/));
const manifest = Manifest.parse(JSON.parse(readFileSync('policies/manifest.json', 'utf8')));
const files = versionFiles();

/** What the lint has to say of a version, and what its publishers decided to live with. */
const FINE_OFFSETS = [
  'warning: LongitudinalTemporalOffsetFromEvent is a strong identifier kept in 3651 values; coarser than 100 is safer',
];
const WARNINGS: Readonly<Record<string, readonly string[]>> = {
  [WHOLE]: FINE_OFFSETS,
  [TIMED]: FINE_OFFSETS,
  [NEWEST]: FINE_OFFSETS,
};

describe('a published policy version', () => {
  it('is looked at', () => {
    expect(files).toEqual([FIRST, WHOLE, TIMED, NEWEST]);
  });

  it('is never edited: its file has the hash that was listed when it was published', () => {
    const hashes = files.map((file) => [file.replace('policies/', ''), bytesToHex(sha256(readFileSync(file)))]);
    expect(Object.fromEntries(hashes)).toEqual(manifest);
  });

  it.each(files)('loads, stands where its name says, and passes the lint without errors: %s', (file) => {
    const policy = publishedPolicy(file);
    expect(file).toBe(`policies/${policy.document.id}/${policy.document.version}.yaml`);
    expect(lintPolicy(policy, ps315Table()).map(({ level, sentence }) => `${level}: ${sentence}`)).toEqual(
      WARNINGS[file] ?? [],
    );
    expect(readFileSync(file, 'utf8').startsWith('# yaml-language-server: $schema=../policy.schema.json\n')).toBe(true);
  });

  it('has the JSON Schema of this program beside it', () => {
    expect(readFileSync('policies/policy.schema.json', 'utf8')).toBe(policySchemaJson());
  });
});

describe('imaging-metadata 1.0.0', () => {
  const policy = publishedPolicy();
  const { fields } = policy.document;

  it('stores some forty columns and says of many more elements why they are dropped', () => {
    expect(policy.columns.size).toBeGreaterThanOrEqual(35);
    expect(fields.filter(({ role }) => role === 'dropped').length).toBeGreaterThanOrEqual(40);
  });

  it('never stores what identifies directly', () => {
    for (const { field } of policy.columns.values()) {
      expect(field.risk).not.toBe('direct');
      expect(field.transform.kind).not.toBe('pseudonym');
    }
    for (const keyword of ['PatientName', 'PatientBirthDate', 'AccessionNumber', 'DeviceSerialNumber', 'StationName']) {
      expect(fields.find((field) => field.keyword === keyword)?.role).toBe('dropped');
    }
  });

  it('cites an option of PS3.15 for whatever is stored although the basic profile removes or replaces it', () => {
    const against = [...policy.columns.values()].flatMap(({ field }) => (field.ps315 === 'not listed' ? [] : [field]));
    expect(against.map(({ keyword, ps315 }) => [keyword, ps315])).toEqual([
      ['PatientSex', { action: 'Z', option: 'Retain Patient Characteristics' }],
      ['PatientAge', { action: 'X', option: 'Retain Patient Characteristics' }],
      ['PatientWeight', { action: 'X', option: 'Retain Patient Characteristics' }],
      ['PatientSize', { action: 'X', option: 'Retain Patient Characteristics' }],
      ['StudyDate', { action: 'Z', option: 'Retain Longitudinal Temporal Information with Modified Dates' }],
      ['SeriesDescription', { action: 'X', option: 'Clean Descriptors' }],
      ['ContrastBolusAgent', { action: 'Z/D', option: 'Clean Descriptors' }],
    ]);
  });

  it('lets the first question be asked: chest CT and any MR, 50 to 80 years, by manufacturer and sex', () => {
    const code = (keyword: string, value: string): number | undefined => {
      const column = columnOf(policy, keyword);
      return column?.kind === 'dimension' ? dimensionCode(column, value) : undefined;
    };
    for (const [keyword, value] of [
      ['Modality', 'CT'],
      ['Modality', 'MR'],
      ['BodyPartExamined', 'CHEST'],
      ['Manufacturer', 'SIEMENS'],
      ['PatientSex', 'F'],
    ] as const) {
      expect(code(keyword, value)).toBeTypeOf('number');
    }
    const age = columnOf(policy, 'PatientAge');
    expect(age?.kind === 'measure' && [50, 80].map((years) => measureStep(age, years))).toEqual([50, 80]);
    const cells = ['Manufacturer', 'PatientSex'].map((keyword) => {
      const column = columnOf(policy, keyword);
      return column?.kind === 'dimension' ? column.values.length : 0;
    });
    expect(cells.reduce((product, count) => product * count, 1)).toBeLessThanOrEqual(
      policy.document.disclosure.cellsMax.value,
    );
  });

  it('gives one value per patient to sex alone', () => {
    const single = fields.filter(({ multiplicity }) => multiplicity === 'patient').map(({ keyword }) => keyword);
    expect(single).toEqual(['PatientSex']);
  });
});
