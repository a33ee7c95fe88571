import { loadPolicy, type Policy } from '../../src/policy/index.ts';

/** The smallest document that has one of each: a place to break things. */
export const SMALL = `format: 1
id: small
version: 1.2.0
title: A small policy
supersedes: small@1.1.9
why: A document for tests, complete and as short as it can be.
approvals: { loosening: 2, tightening: 1 }
deidentification:
  ps315Edition: 2024b
  pseudonyms: { algorithm: HMAC-SHA256, version: 1, bits: 128, reason: Keyed by the site itself. }
  dates: { kept: year, shift: none, reason: The year answers questions about periods. }
vocabularies:
  sex:
    source: DICOM PS3.3 C.2.2
    values: [F, M]
    aliases: { FEMALE: F, MALE: M }
  makers:
    source: Names in public archives
    values: [GE, SIEMENS]
    aliases: { GENERAL ELECTRIC: GE }
    rules:
      - { words: [GE, MEDICAL], value: GE }
      - { words: [SIEMENS], value: SIEMENS }
  years:
    source: Calendar years
    values: ["2023", "2024"]
  yes-no:
    source: DICOM PS3.3
    values: ["YES", "NO"]
fields:
  - keyword: PatientID
    tag: 0010,0020
    alsoReads: [{ keyword: IssuerOfPatientID, tag: "0010,0021" }]
    risk: direct
    ps315: { action: Z/D }
    transform: { kind: pseudonym, domain: patient }
    role: key
    reason: The privacy unit is the patient.
  - keyword: StudyInstanceUID
    tag: 0020,000D
    risk: direct
    ps315: { action: U }
    transform: { kind: pseudonym, domain: study }
    role: key
    reason: Counting studies needs to tell them apart.
  - keyword: SeriesInstanceUID
    tag: 0020,000E
    risk: direct
    ps315: { action: U }
    transform: { kind: pseudonym, domain: series }
    role: key
    reason: A row is a series, so it must be told from others.
  - keyword: SOPInstanceUID
    tag: 0008,0018
    risk: direct
    ps315: { action: U }
    transform: { kind: pseudonym, domain: instance }
    role: key
    reason: Counting instances needs to tell them apart.
  - keyword: PatientSex
    tag: 0010,0040
    risk: strong
    ps315: { action: Z, option: Retain Patient Characteristics }
    transform: { kind: vocabulary }
    role: dimension
    multiplicity: patient
    vocabulary: sex
    reason: Nearly every cohort is described by sex.
  - keyword: PatientAge
    tag: 0010,1010
    alsoReads: [{ keyword: PatientBirthDate, tag: "0010,0030" }]
    risk: strong
    ps315: { action: X, option: Retain Patient Characteristics }
    transform: { kind: age, topCode: 90 }
    role: measure
    range: { min: 0, max: 90, step: 1, unit: years, bins: [0, 18, 65, 90] }
    reason: Age in whole years defines cohorts.
  - keyword: Manufacturer
    tag: 0008,0070
    risk: weak
    ps315: not listed
    transform: { kind: vocabulary }
    role: dimension
    vocabulary: makers
    reason: Harmonisation across vendors is a main purpose.
  - keyword: StudyDate
    tag: 0008,0020
    risk: strong
    ps315: { action: Z, option: Retain Longitudinal Temporal Information with Modified Dates }
    transform: { kind: year }
    role: dimension
    vocabulary: years
    reason: Trends and periods need the year of a study.
  - keyword: ContrastBolusAgent
    tag: 0018,0010
    risk: weak
    ps315: { action: Z/D, option: Clean Descriptors }
    transform: { kind: present, absentWords: [NONE] }
    role: filter
    vocabulary: yes-no
    reason: Whether contrast was given decides most protocol questions.
  - keyword: PixelSpacing
    tag: 0028,0030
    risk: technical
    ps315: not listed
    transform: { kind: decimal, zeroIsMissing: true }
    role: measure
    range: { min: -0.3, max: 0.7, step: 0.1, unit: mm, bins: [-0.3, 0, 0.7] }
    reason: In-plane resolution decides what can be measured.
  - keyword: PatientName
    tag: 0010,0010
    risk: direct
    ps315: { action: Z }
    transform: { kind: drop }
    role: dropped
    reason: Names the patient; no question needs it.
disclosure:
  accountant: { value: pure, reason: A plain sum is easy to check., source: Dwork and Roth 2014 }
  epsilonPerQuestion: { value: { min: "0.01", max: "2" }, reason: Below it a count is worth nothing., source: a test }
  epsilonCeiling: { value: "10", reason: Nobody loses more than this here., source: a test }
  confidence: { value: "0.95", reason: What medical readers expect., source: a test }
  groupsPerPatientMax: { value: 4, reason: Few modalities in a period., source: a test }
  perGroupMax: { value: { studies: 8, series: 60, instances: 3000 }, reason: Nearly all stay below., source: a test }
  rowsPerPatientMax: { value: 256, reason: About thirty studies of eight., source: a test }
  cellsMax: { value: 1024, reason: Larger tables are mostly noise., source: a test }
  minSites: { value: 2, reason: One site alone is no federation., source: a test }
  sizeClasses:
    value:
      small: { patientsLog2: 14, timeClass: { none: "0.25", masks: "0.25", rows: "0.25" } }
      medium: { patientsLog2: 20, timeClass: { none: "0.25", masks: "1", rows: "4" } }
      large: { patientsLog2: 24, timeClass: { none: "0.25", masks: "16", rows: "16" } }
    reason: Four times the scan of a full snapshot.
    source: a test
`;

/** The small document with one text in place of another, which must stand in it exactly once. */
export function smallWith(from: string, to: string): string {
  const parts = SMALL.split(from);
  if (parts.length !== 2) {
    throw new Error(`“${from}” stands ${parts.length - 1} times in the small document`);
  }
  return parts.join(to);
}

/** The small document, loaded. */
export function smallPolicy(text: string = SMALL): Policy {
  return loadPolicy({ text, file: 'small.yaml' });
}
