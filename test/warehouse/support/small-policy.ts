import { loadPolicy, type Policy } from '../../../src/policy/index.ts';

const HEAD = `
format: 1
id: small
version: 1.0.0
title: A small policy for tests
why: Has one column of every kind, so that tests stay readable.
approvals: { loosening: 2, tightening: 1 }
deidentification:
  ps315Edition: 2024b
  pseudonyms:
    algorithm: HMAC-SHA256
    version: 1
    bits: 128
    reason: Keyed by the site, so that nobody else can make them.
  dates: { kept: year, shift: none, reason: Only the year of a study is stored. }
vocabularies:
  sex: { source: DICOM PS3.3 C.2.2, values: [F, M, O] }
  modalities: { source: DICOM PS3.16 CID 33, values: [CT, MR, US, DX, PT] }
  regions: { source: DICOM PS3.16 Annex L, values: [CHEST, ABDOMEN, HEAD, PELVIS, KNEE, SPINE, NECK, HEART] }
  makers: { source: List of this test, values: [ACME, BOREAL, CUMULUS] }
  years: { source: Calendar years, values: ["2018", "2019", "2020", "2021", "2022"] }
  origins: { source: DICOM PS3.3 C.7.6.1.1.2, values: [ORIGINAL, DERIVED] }
fields:
`;

const key = (keyword: string, tag: string, domain: string) => `
  - keyword: ${keyword}
    tag: ${tag}
    risk: direct
    ps315: { action: U }
    transform: { kind: pseudonym, domain: ${domain} }
    role: key
    reason: A key of the row, kept as a pseudonym only.
`;

const field = (keyword: string, tag: string, rest: string) => `
  - keyword: ${keyword}
    tag: ${tag}
    risk: technical
    ps315: not listed
    reason: Needed by the tests of queries and snapshots.
    ${rest.trim().split('\n').join('\n    ')}
`;

const FIELDS = [
  key('PatientID', '0010,0020', 'patient').replace('action: U', 'action: Z/D'),
  key('StudyInstanceUID', '0020,000D', 'study'),
  key('SeriesInstanceUID', '0020,000E', 'series'),
  key('SOPInstanceUID', '0008,0018', 'instance'),
  field(
    'PatientSex',
    '0010,0040',
    'transform: { kind: vocabulary }\nrole: dimension\nmultiplicity: patient\nvocabulary: sex',
  )
    .replace('ps315: not listed', 'ps315: { action: Z, option: Retain Patient Characteristics }')
    .replace('risk: technical', 'risk: strong'),
  field('Modality', '0008,0060', 'transform: { kind: vocabulary }\nrole: dimension\nvocabulary: modalities'),
  field('BodyPartExamined', '0018,0015', 'transform: { kind: vocabulary }\nrole: dimension\nvocabulary: regions'),
  field('Manufacturer', '0008,0070', 'transform: { kind: vocabulary }\nrole: dimension\nvocabulary: makers'),
  field('StudyDate', '0008,0020', 'transform: { kind: year }\nrole: dimension\nvocabulary: years')
    .replace(
      'ps315: not listed',
      'ps315: { action: Z, option: Retain Longitudinal Temporal Information with Modified Dates }',
    )
    .replace('risk: technical', 'risk: strong'),
  field('ImageType', '0008,0008', 'transform: { kind: vocabulary-item, item: 1 }\nrole: filter\nvocabulary: origins'),
  field(
    'PatientAge',
    '0010,1010',
    'transform: { kind: age, topCode: 90 }\nrole: measure\nrange: { min: 0, max: 90, step: 1, unit: years, bins: [0, 18, 40, 65, 90] }',
  )
    .replace('ps315: not listed', 'ps315: { action: X, option: Retain Patient Characteristics }')
    .replace('risk: technical', 'risk: strong'),
  field(
    'SliceThickness',
    '0018,0050',
    'transform: { kind: decimal, zeroIsMissing: true }\nrole: measure\nrange: { min: 0, max: 10, step: 0.5, unit: mm }',
  ),
];

const derived = (keyword: string, tag: string, rest: string) =>
  field(keyword, tag, `role: measure\n${rest}`).replace('risk: technical', 'risk: weak');

/** What publish works out, in ranges that are soon left. */
const DERIVED = [
  derived(
    'InstancesOfSeries',
    '0020,1209',
    'transform: { kind: derived, of: instances-of-series }\nrange: { min: 2, max: 5, step: 1, unit: instances }',
  ),
  derived(
    'SeriesOfStudy',
    '0020,1206',
    'transform: { kind: derived, of: series-of-study }\nrange: { min: 1, max: 4, step: 1, unit: series }',
  ),
  derived(
    'StudiesOfPatient',
    '0020,1200',
    `transform: { kind: derived, of: studies-of-patient }\nmultiplicity: patient\nrange: { min: 1, max: 3, step: 1, unit: studies, bins: [1, 2, 3] }`,
  ),
  derived(
    'DaysSinceFirst',
    '0012,0052',
    `alsoReads: [{ keyword: StudyDate, tag: "0008,0020" }]\ntransform: { kind: derived, of: days-since-first-study }\nrange: { min: 0, max: 100, step: 1, unit: days }`,
  ),
];

const reasoned = (name: string, value: string) => `
  ${name}: { value: ${value}, reason: Chosen for the tests of this program., source: design of the tests }
`;

/** The bounds that tests vary. */
export interface Bounds {
  readonly groupsPerPatientMax?: number;
  readonly rowsPerPatientMax?: number;
  readonly perGroupMax?: { readonly studies: number; readonly series: number; readonly instances: number };
  readonly patientsLog2?: number;
  readonly cellsMax?: number;
  /** With columns that publish works out, one of each kind. */
  readonly derived?: boolean;
}

/** A policy with one column of every kind that headers fill. */
export function smallPolicy(bounds: Bounds = {}): Policy {
  const perGroup = bounds.perGroupMax ?? { studies: 2, series: 3, instances: 5 };
  const size = (log2: number) => `{ patientsLog2: ${log2}, timeClass: { none: "0.25", masks: "1", rows: "4" } }`;
  const disclosure = [
    reasoned('accountant', 'pure'),
    reasoned('epsilonPerQuestion', '{ min: "0.01", max: "2" }'),
    reasoned('epsilonCeiling', '"10"'),
    reasoned('confidence', '"0.95"'),
    reasoned('groupsPerPatientMax', String(bounds.groupsPerPatientMax ?? 3)),
    reasoned('perGroupMax', JSON.stringify(perGroup)),
    reasoned('rowsPerPatientMax', String(bounds.rowsPerPatientMax ?? 12)),
    reasoned('cellsMax', String(bounds.cellsMax ?? 400)),
    reasoned('minSites', '1'),
    reasoned('sizeClasses', `{ small: ${size(bounds.patientsLog2 ?? 10)}, medium: ${size(20)}, large: ${size(24)} }`),
  ];
  const fields = bounds.derived ? [...FIELDS, ...DERIVED] : FIELDS;
  return loadPolicy({ text: `${HEAD}${fields.join('')}\ndisclosure:\n${disclosure.join('')}`, file: 'small.yaml' });
}
