import { describe, expect, it } from 'vitest';
import { lintPolicy, type Ps315Table } from '../../src/policy/index.ts';
import { ps315Table, publishedPolicy, WHOLE } from './published.ts';
import { SMALL, smallPolicy, smallWith } from './small-policy.ts';

const table = ps315Table();
const NAME = 'Table E.1-1 (2024b)';
const MODIFIED = 'Retain Longitudinal Temporal Information with Modified Dates';

/** The errors that the lint finds. */
function errorsOf(text: string, against: Ps315Table = table): string[] {
  return lintPolicy(smallPolicy(text), against)
    .filter(({ level }) => level === 'error')
    .map(({ sentence }) => sentence);
}

/** The small document with one more element for a field to read. */
function reading(keyword: string, element: string): string {
  return smallWith(`keyword: ${keyword}\n`, `keyword: ${keyword}\n    alsoReads: [${element}]\n`);
}

const DERIVED = `  - keyword: LongitudinalTemporalOffsetFromEvent
    tag: 0012,0052
    alsoReads: [{ keyword: StudyDate, tag: "0008,0020" }]
    risk: weak
    ps315: { action: Z, option: ${MODIFIED} }
    transform: { kind: derived, of: days-since-first-study }
    role: measure
    range: { min: 0, max: 90, step: 1, unit: days, bins: [0, 30, 90] }
    reason: Follow-up needs the days between the studies of a patient.
  - keyword: PatientName
`;
const withDays = smallWith('  - keyword: PatientName\n', DERIVED);

const DOSE = `  - keyword: CTDoseLengthProductTotal
    tag: 0040,A730
    alsoReads: [{ keyword: ContentSequence, tag: "0040,A730", concept: DCM 113813 }]
    risk: technical
    ps315: { action: D, option: Clean Structured Content }
    transform: { kind: decimal, zeroIsMissing: true }
    role: measure
    range: { min: 0, max: 10000, step: 5, unit: mGy.cm, bins: [0, 500, 10000] }
    reason: One number of a dose report, with a code of the standard.
  - keyword: ContentSequence
    tag: 0040,A730
    risk: direct
    ps315: { action: D }
    transform: { kind: drop }
    role: dropped
    reason: The text of reports, with names at any depth.
  - keyword: PatientName
`;
const withDose = smallWith('  - keyword: PatientName\n', DOSE);

describe('a citation that is as the table has it', () => {
  it.each([
    ['of every field', SMALL],
    ['of what days are worked out of', withDays],
    ['of one number in a report whose text is dropped', withDose],
    [
      'of a further element with a row of its own',
      reading(
        'PixelSpacing',
        '{ keyword: ContentSequence, tag: "0040,A730", concept: DCM 113830, ps315: { action: D, option: Clean Structured Content } }',
      ),
    ],
    [
      'of nothing, for an element that the table is silent about',
      reading('PixelSpacing', '{ keyword: Rows, tag: "0028,0010" }'),
    ],
  ])('is no finding: %s', (_what, text) => {
    expect(errorsOf(text)).toEqual([]);
  });
});

describe('a citation that the table contradicts', () => {
  it.each([
    [
      'another action',
      smallWith('ps315: { action: Z }', 'ps315: { action: X }'),
      [`PatientName cites the action X, but ${NAME} says Z`],
    ],
    [
      'not listed, of an element that is',
      smallWith('ps315: { action: Z }', 'ps315: not listed'),
      [`PatientName says that it is not listed, but ${NAME} has 0010,0010 with the action Z`],
    ],
    [
      'a row that there is not',
      smallWith(
        'ps315: not listed\n    transform: { kind: decimal',
        'ps315: { action: X, option: Clean Descriptors }\n    transform: { kind: decimal',
      ),
      [`PixelSpacing cites the action X, but ${NAME} doesn't list 0028,0030`],
    ],
    [
      'an option without a mark in the row',
      smallWith(
        'Z, option: Retain Patient Characteristics }\n    transform: { kind: vocabulary',
        'Z, option: Retain UIDs }\n    transform: { kind: vocabulary',
      ),
      [
        `PatientSex cites the option Retain UIDs, which ${NAME} doesn't give to 0010,0040; ` +
          'cite Retain Patient Characteristics, or drop it',
      ],
    ],
    [
      'a field stored as not listed against its action',
      smallWith('ps315: { action: Z, option: Retain Patient Characteristics }', 'ps315: not listed'),
      [
        `PatientSex says that it is not listed, but ${NAME} has 0010,0040 with the action Z`,
        `PatientSex is kept although ${NAME} says Z; cite Retain Patient Characteristics, or drop it`,
      ],
    ],
    [
      'days that cite nothing',
      withDays.replace(
        `ps315: { action: Z, option: ${MODIFIED} }\n    transform: { kind: derived`,
        'ps315: not listed\n    transform: { kind: derived',
      ),
      [
        `LongitudinalTemporalOffsetFromEvent says that it is not listed, but ${NAME} has 0008,0020 with the action Z`,
        `LongitudinalTemporalOffsetFromEvent is kept although ${NAME} says Z; cite Retain Longitudinal Temporal Information ` +
          `with Full Dates or ${MODIFIED}, or drop it`,
        `LongitudinalTemporalOffsetFromEvent reads StudyDate (0008,0020) although ${NAME} says Z; cite Retain Longitudinal ` +
          `Temporal Information with Full Dates or ${MODIFIED}, or drop it`,
      ],
    ],
    [
      'days that cite another row than that of what they are worked out of',
      withDays.replace(
        `action: Z, option: ${MODIFIED} }\n    transform: { kind: derived`,
        `action: X, option: ${MODIFIED} }\n    transform: { kind: derived`,
      ),
      [`LongitudinalTemporalOffsetFromEvent cites the action X, but ${NAME} says Z`],
    ],
    [
      'a number of a report under another action',
      withDose.replace('{ action: D, option', '{ action: X, option'),
      [`CTDoseLengthProductTotal cites the action X, but ${NAME} says D`],
    ],
    [
      'a key against its action',
      SMALL,
      [
        `PatientID cites the action Z/D, but ${NAME} says X`,
        `PatientID is kept although ${NAME} says X; no option allows it, so drop it`,
      ],
      ps315Table('"PatientID", "action": "Z/D"', '"PatientID", "action": "X"'),
    ],
  ] as const)('is an error: %s', (_what, text, says, against = table) => {
    expect(errorsOf(text, against)).toEqual(says);
  });
});

describe('a further element that is read', () => {
  it.each([
    [
      'without an option that allows it',
      reading('Manufacturer', '{ keyword: InstitutionName, tag: "0008,0080" }'),
      [
        `Manufacturer reads InstitutionName (0008,0080) although ${NAME} says X/Z/D; cite Retain Institution Identity, or drop it`,
      ],
    ],
    [
      'in a sequence that nothing allows',
      reading('PixelSpacing', '{ keyword: Rows, tag: "0028,0010", within: ["0040,0275"] }'),
      [
        `PixelSpacing reads RequestAttributesSequence (0040,0275) although ${NAME} says X; cite Clean Descriptors, or drop it`,
      ],
    ],
    [
      'as a private element',
      reading('PixelSpacing', '{ keyword: Spacing, tag: "0029,1010" }'),
      [`PixelSpacing reads PrivateAttributes (private) although ${NAME} says X; cite Retain Safe Private, or drop it`],
    ],
    [
      'under another action than it has',
      reading(
        'ContrastBolusAgent',
        '{ keyword: ProtocolName, tag: "0018,1030", ps315: { action: X, option: Clean Descriptors } }',
      ),
      [`ProtocolName cites the action X, but ${NAME} says X/D`],
    ],
    [
      'under an option that it does not have',
      reading(
        'ContrastBolusAgent',
        '{ keyword: ProtocolName, tag: "0018,1030", ps315: { action: X/D, option: Retain UIDs } }',
      ),
      [
        `ProtocolName cites the option Retain UIDs, which ${NAME} doesn't give to 0018,1030; cite Clean Descriptors, or drop it`,
      ],
    ],
    [
      'with a row that there is not',
      reading('PixelSpacing', '{ keyword: Rows, tag: "0028,0010", ps315: { action: X, option: Clean Descriptors } }'),
      [`Rows cites the action X, but ${NAME} doesn't list 0028,0010`],
    ],
    [
      'for something else than an age, a birth date',
      reading('PatientSex', '{ keyword: PatientBirthDate, tag: "0010,0030" }'),
      [`PatientSex reads PatientBirthDate (0010,0030) although ${NAME} says Z; no option allows it, so drop it`],
    ],
    [
      'for an age, something else than the two dates',
      smallWith('tag: "0010,0030" }]', 'tag: "0010,0030" }, { keyword: PatientBirthTime, tag: "0010,0032" }]'),
      [`PatientAge reads PatientBirthTime (0010,0032) although ${NAME} says X; no option allows it, so drop it`],
    ],
    [
      'for a pseudonym, something else than the issuer',
      smallWith('tag: "0010,0021" }]', 'tag: "0010,0021" }, { keyword: OtherPatientIDs, tag: "0010,1000" }]'),
      [`PatientID reads OtherPatientIDs (0010,1000) although ${NAME} says X; no option allows it, so drop it`],
    ],
  ])('is an error %s', (_how, text, says) => {
    expect(errorsOf(text)).toEqual(says);
  });
});

describe('a name that isn’t that of its tag', () => {
  it.each([
    [
      'of a field',
      smallWith('keyword: PatientName', 'keyword: PatientTitle'),
      [`${NAME} calls 0010,0010 PatientName, not PatientTitle`],
    ],
    [
      'of a further element',
      smallWith('keyword: IssuerOfPatientID', 'keyword: Issuer'),
      [`${NAME} calls 0010,0021 IssuerOfPatientID, not Issuer`],
    ],
    [
      'of another tag in the table',
      smallWith('tag: 0010,0010', 'tag: 0028,1050').replace('ps315: { action: Z }', 'ps315: not listed'),
      [`${NAME} has PatientName under 0010,0010, not 0028,1050`],
    ],
  ])('is an error: %s', (_what, text, says) => {
    expect(errorsOf(text)).toEqual(says);
  });
});

describe('the table of another edition', () => {
  it('shows what a change of edition asks for', () => {
    const next = ps315Table(
      '{"tag": "0010,0010", "keyword": "PatientName", "action": "Z"}',
      '{"tag": "0010,0010", "keyword": "PatientName", "action": "X"},\n' +
        '    {"tag": "0018,0031", "keyword": "Radiopharmaceutical", "action": "X", "options": {"Clean Descriptors": "C"}}',
    );
    expect(
      lintPolicy(publishedPolicy(WHOLE), next).flatMap(({ level, sentence }) => (level === 'error' ? [sentence] : [])),
    ).toEqual([
      `Radiopharmaceutical says that it is not listed, but ${NAME} has 0018,0031 with the action X`,
      `Radiopharmaceutical is kept although ${NAME} says X; cite Clean Descriptors, or drop it`,
      `Radiopharmaceutical reads Radiopharmaceutical (0018,0031) although ${NAME} says X; cite Clean Descriptors, or drop it`,
      `PatientName cites the action Z, but ${NAME} says X`,
    ]);
  });
});
