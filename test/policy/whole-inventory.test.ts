import { describe, expect, it } from 'vitest';
import { columnOf, dimensionCode, measureStep } from '../../src/policy/index.ts';
import { publishedPolicy, WHOLE } from './published.ts';

const policy = publishedPolicy(WHOLE);
const first = publishedPolicy();
const { fields, disclosure, deidentification } = policy.document;
const fieldOf = new Map(fields.map((field) => [field.keyword, field]));

const MODIFIED = 'Retain Longitudinal Temporal Information with Modified Dates';
const PATIENT = 'Retain Patient Characteristics';

/** What 1.1.0 stores that 1.0.0 doesn't. */
const NEW = [
  'SmokingStatus',
  'StudyTime',
  'LongitudinalTemporalOffsetFromEvent',
  'TransferSyntaxUID',
  'ImageTypeExamination',
  'ImageTypeFlavor',
  'StudyDescription',
  'Radiopharmaceutical',
  'RadionuclideTotalDose',
  'ManufacturerModelName',
  'CTDoseLengthProductTotal',
  'NumberOfSeriesRelatedInstances',
  'NumberOfStudyRelatedSeries',
  'NumberOfPatientRelatedStudies',
];

describe('imaging-metadata 1.1.0', () => {
  it('stores all that 1.0.0 stores, in the same domain, and fourteen columns more', () => {
    expect([...policy.columns.keys()].filter((keyword) => !first.columns.has(keyword))).toEqual(NEW);
    for (const [keyword, column] of first.columns) {
      const now = policy.columns.get(keyword);
      if (keyword !== 'ContrastBolusAgent') {
        const domain = ({ field, ...rest }: typeof column) => ({ ...rest, range: field.range, role: field.role });
        expect(now && domain(now)).toEqual(domain(column));
      }
    }
    expect(policy.columns.size).toBe(first.columns.size + NEW.length);
  });

  it('supersedes 1.0.0, and asks no more and no less of a question', () => {
    expect(policy.document.supersedes).toBe(first.name);
    expect(disclosure).toEqual(first.document.disclosure);
    expect(policy.document.approvals).toEqual(first.document.approvals);
    expect(deidentification.dates).toMatchObject({ kept: 'year', shift: 'none' });
  });

  it('never stores what identifies directly: persons, numbers, machines, places', () => {
    for (const { field } of policy.columns.values()) {
      expect(field.risk).not.toBe('direct');
      expect(field.transform.kind).not.toBe('pseudonym');
    }
    const kept = fields.filter(({ role }) => role !== 'dropped').map(({ keyword }) => keyword);
    expect(
      kept.filter((keyword) => /Name$|Address|Telephone|Physician|Comments|Accession|Station/.test(keyword)),
    ).toEqual(['ManufacturerModelName']);
    const keys = fields.filter(({ role }) => role === 'key').map(({ keyword }) => keyword);
    expect(keys).toEqual([
      'PatientID',
      'StudyInstanceUID',
      'SeriesInstanceUID',
      'SOPInstanceUID',
      'DeviceSerialNumber',
    ]);
  });

  it('cites an option of PS3.15 for whatever is stored although the basic profile removes or replaces it', () => {
    const against = [...policy.columns.values()].flatMap(({ field }) => (field.ps315 === 'not listed' ? [] : [field]));
    expect(Object.fromEntries(against.map(({ keyword, ps315 }) => [keyword, ps315]))).toEqual({
      PatientSex: { action: 'Z', option: PATIENT },
      PatientAge: { action: 'X', option: PATIENT },
      PatientWeight: { action: 'X', option: PATIENT },
      PatientSize: { action: 'X', option: PATIENT },
      SmokingStatus: { action: 'X', option: PATIENT },
      StudyDate: { action: 'Z', option: MODIFIED },
      StudyTime: { action: 'Z', option: MODIFIED },
      LongitudinalTemporalOffsetFromEvent: { action: 'Z', option: MODIFIED },
      StudyDescription: { action: 'X', option: 'Clean Descriptors' },
      SeriesDescription: { action: 'X', option: 'Clean Descriptors' },
      ContrastBolusAgent: { action: 'Z/D', option: 'Clean Descriptors' },
      CTDoseLengthProductTotal: { action: 'D', option: 'Clean Structured Content' },
    });
  });

  it('reads two numeric concepts of dose reports, and no other content of a report', () => {
    const concepts = fields.flatMap(({ keyword, alsoReads = [] }) =>
      alsoReads.flatMap(({ concept }) => (concept === undefined ? [] : [[keyword, concept]])),
    );
    expect(concepts).toEqual([
      ['CTDIvol', 'DCM 113830'],
      ['CTDoseLengthProductTotal', 'DCM 113813'],
    ]);
    expect(fieldOf.get('ContentSequence')?.role).toBe('dropped');
  });

  it('reads the shared functional group before that of the first frame, and both alike', () => {
    const groups = fields.flatMap(({ keyword, alsoReads = [] }) =>
      alsoReads.flatMap(({ within, tag }) => (within?.[0]?.startsWith('5200') ? [{ keyword, tag, within }] : [])),
    );
    const below = (top: string): string[] =>
      groups
        .filter(({ within }) => within[0] === top)
        .map(({ keyword, tag, within }) => `${keyword} ${tag} ${within.slice(1)}`);
    expect(below('5200,9229').length).toBeGreaterThan(15);
    expect(below('5200,9229')).toEqual(below('5200,9230'));
    const inOrder = groups.map(({ keyword, tag, within: [top, ...rest] }) => `${keyword} ${tag} ${rest} ${top}`);
    const shared = inOrder.filter((place) => place.endsWith('5200,9229'));
    for (const place of shared) {
      expect(inOrder.indexOf(place)).toBeLessThan(inOrder.indexOf(place.replace(/5200,9229$/, '5200,9230')));
    }
  });

  it('keeps three parts of the day, two terms for the kind of image, few models, and nothing about pregnancy', () => {
    const values = (keyword: string): readonly string[] => {
      const column = columnOf(policy, keyword);
      return column?.kind === 'dimension' ? column.values : [];
    };
    expect(values('StudyTime')).toEqual(['DAY', 'EVENING', 'NIGHT', 'OTHER', 'MISSING']);
    expect(values('ImageTypeExamination')).toEqual(['PRIMARY', 'SECONDARY', 'OTHER', 'MISSING']);
    expect(values('ContrastBolusAgent')).toContain('NONE');
    expect(values('ManufacturerModelName').length).toBeLessThanOrEqual(80);
    expect(values('StudyDescription').length).toBeLessThanOrEqual(40);
    expect(values('StudyDescription').filter((value) => /OBSTET|PREGNAN|FETAL/.test(value))).toEqual([]);
  });

  it('bounds what is worked out at publish, and gives one value per patient to sex and the number of studies', () => {
    const derived = [...policy.columns.values()].flatMap((column) =>
      column.kind === 'measure' && column.derived !== undefined
        ? [[column.field.keyword, column.derived, column.minStep, column.maxStep]]
        : [],
    );
    expect(derived).toEqual([
      ['LongitudinalTemporalOffsetFromEvent', 'days-since-first-study', 0, 3650],
      ['NumberOfSeriesRelatedInstances', 'instances-of-series', 1, 3000],
      ['NumberOfStudyRelatedSeries', 'series-of-study', 1, 60],
      ['NumberOfPatientRelatedStudies', 'studies-of-patient', 1, 8],
    ]);
    const single = fields.filter(({ multiplicity }) => multiplicity === 'patient').map(({ keyword }) => keyword);
    expect(single).toEqual(['PatientSex', 'NumberOfPatientRelatedStudies']);
  });

  it('lets the questions of 1.0.0 be asked: chest CT and any MR, 50 to 80 years, by manufacturer and sex', () => {
    const code = (keyword: string, value: string): number | undefined => {
      const column = columnOf(policy, keyword);
      return column?.kind === 'dimension' ? dimensionCode(column, value) : undefined;
    };
    for (const [keyword, value] of [
      ...['CT', 'MR', 'US', 'CR', 'DX', 'MG', 'PT', 'NM'].map((modality) => ['Modality', modality] as const),
      ['BodyPartExamined', 'CHEST'],
      ['Manufacturer', 'SIEMENS'],
      ['PatientSex', 'F'],
    ] as const) {
      expect(code(keyword, value)).toBeTypeOf('number');
    }
    const age = columnOf(policy, 'PatientAge');
    expect(age?.kind === 'measure' && [50, 80].map((years) => measureStep(age, years))).toEqual([50, 80]);
  });
});
