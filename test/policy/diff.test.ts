import { describe, expect, it } from 'vitest';
import { diffPolicies } from '../../src/policy/index.ts';
import { FIRST, publishedPolicy, WHOLE } from './published.ts';
import { SMALL, smallPolicy, smallWith } from './small-policy.ts';

const small = smallPolicy();

/** Each change from the small policy to `text`, as “direction: part: subject sentence”. */
function changesTo(text: string): string[] {
  return diffPolicies(small, smallPolicy(text)).changes.map(
    ({ direction, part, subject, sentence }) => `${direction}: ${part}: ${subject} ${sentence}`,
  );
}

const ROWS_FIELD = `  - keyword: Rows
    tag: 0028,0010
    risk: technical
    ps315: not listed
    transform: { kind: decimal, zeroIsMissing: true }
    role: measure
    range: { min: 0, max: 100, step: 1, unit: pixels }
    reason: The size of the image matrix.
  - keyword: PatientName
`;

/** One change of the small policy, and what the diff says of it. */
const CHANGES: readonly (readonly [what: string, from: string, to: string, says: readonly string[]])[] = [
  [
    'a stored field more',
    '  - keyword: PatientName\n',
    ROWS_FIELD,
    ['loosening: fields: Rows is stored, from 0 to 100 pixels in steps of 1'],
  ],
  [
    'a dropped field more',
    '  - keyword: PatientName\n',
    '  - keyword: OtherPatientNames\n    tag: 0010,1001\n    risk: direct\n    ps315: { action: X }\n    transform: { kind: drop }\n' +
      '    role: dropped\n    reason: Names the patient as well.\n  - keyword: PatientName\n',
    ['neutral: fields: OtherPatientNames is listed as dropped; it was dropped before as well'],
  ],
  [
    'a stored field under another name',
    'keyword: PixelSpacing\n    tag: 0028,0030',
    'keyword: SliceThickness\n    tag: 0018,0050',
    [
      'loosening: fields: SliceThickness is stored, from -0.3 to 0.7 mm in steps of 0.1',
      'tightening: fields: PixelSpacing is kept no longer',
    ],
  ],
  [
    'a dropped field under another name',
    'keyword: PatientName\n    tag: 0010,0010',
    'keyword: OtherPatientNames\n    tag: 0010,1001',
    [
      'neutral: fields: OtherPatientNames is listed as dropped; it was dropped before as well',
      'neutral: fields: PatientName is listed no longer; it is dropped all the same',
    ],
  ],
  [
    'a stored field that is dropped',
    'transform: { kind: vocabulary }\n    role: dimension\n    vocabulary: makers',
    'transform: { kind: drop }\n    role: dropped',
    ['tightening: fields: Manufacturer is dropped; it was stored'],
  ],
  [
    'a dropped field that is a key',
    'ps315: { action: Z }\n    transform: { kind: drop }\n    role: dropped',
    'ps315: { action: D }\n    transform: { kind: pseudonym, domain: device }\n    role: key',
    [
      'loosening: fields: PatientName is kept, as a keyed pseudonym; it was dropped',
      'neutral: fields: PatientName cites PS3.15 as D, was Z',
    ],
  ],
  [
    'a source more',
    'tag: "0010,0030" }]',
    'tag: "0010,0030" }, { keyword: StudyDate, tag: "0008,0020" }]',
    ['loosening: fields: PatientAge 1 source gained: StudyDate (0008,0020)'],
  ],
  [
    'no further source',
    '    alsoReads: [{ keyword: PatientBirthDate, tag: "0010,0030" }]\n',
    '',
    ['tightening: fields: PatientAge 1 source lost: PatientBirthDate (0010,0030)'],
  ],
  [
    'another transform with more values',
    'transform: { kind: present, absentWords: [NONE] }\n    role: filter\n    vocabulary: yes-no',
    'transform: { kind: vocabulary }\n    role: filter\n    vocabulary: contrast',
    [
      'loosening: fields: ContrastBolusAgent is made by vocabulary, was present',
      'loosening: fields: ContrastBolusAgent is one of 3 values (contrast), was one of 2 (yes-no)',
      'neutral: vocabularies: contrast is new, with 3 values',
    ],
  ],
  [
    'another transform with as many values',
    'transform: { kind: decimal, zeroIsMissing: true }',
    'transform: { kind: tesla }',
    ['loosening: fields: PixelSpacing is made by tesla, was decimal'],
  ],
  [
    'zeros that count',
    'zeroIsMissing: true',
    'zeroIsMissing: false',
    ['loosening: fields: PixelSpacing is made by decimal with zeroIsMissing false, was zeroIsMissing true'],
  ],
  [
    'other words for absence',
    'absentWords: [NONE]',
    'absentWords: [NO]',
    ['neutral: fields: ContrastBolusAgent is made by present with absentWords [NO], was absentWords [NONE]'],
  ],
  [
    'a wider range',
    'max: 0.7, step: 0.1',
    'max: 0.8, step: 0.1',
    ['loosening: fields: PixelSpacing ranges from -0.3 to 0.8, was -0.3 to 0.7'],
  ],
  [
    'a narrower range',
    'min: -0.3, max: 0.7, step: 0.1, unit: mm, bins: [-0.3, 0, 0.7]',
    'min: 0, max: 0.7, step: 0.1, unit: mm, bins: [0, 0.7]',
    [
      'tightening: fields: PixelSpacing ranges from 0 to 0.7, was -0.3 to 0.7',
      'neutral: fields: PixelSpacing has the default bins 0, 0.7, was -0.3, 0, 0.7',
    ],
  ],
  [
    'a finer step',
    'max: 0.7, step: 0.1',
    'max: 0.7, step: 0.05',
    ['loosening: fields: PixelSpacing is kept in steps of 0.05, was 0.1'],
  ],
  [
    'a coarser step',
    'max: 0.7, step: 0.1, unit: mm, bins: [-0.3, 0, 0.7]',
    'max: 0.6, step: 0.3, unit: mm, bins: [-0.3, 0, 0.6]',
    [
      'tightening: fields: PixelSpacing ranges from -0.3 to 0.6, was -0.3 to 0.7',
      'tightening: fields: PixelSpacing is kept in steps of 0.3, was 0.1',
      'neutral: fields: PixelSpacing has the default bins -0.3, 0, 0.6, was -0.3, 0, 0.7',
    ],
  ],
  ['another unit', 'unit: mm', 'unit: cm', ['neutral: fields: PixelSpacing is counted in cm, was mm']],
  [
    'other default bins',
    '[0, 18, 65, 90]',
    '[0, 90]',
    ['neutral: fields: PatientAge has the default bins 0, 90, was 0, 18, 65, 90'],
  ],
  [
    'a filter that can be grouped by',
    'role: filter',
    'role: dimension',
    ['loosening: fields: ContrastBolusAgent has the role dimension, was filter'],
  ],
  [
    'more values per patient',
    '    multiplicity: patient\n',
    '',
    ['loosening: fields: PatientSex has a value per series, was one per patient'],
  ],
  [
    'a lower risk class',
    'risk: weak\n    ps315: not listed',
    'risk: technical\n    ps315: not listed',
    ['loosening: fields: Manufacturer is called a technical risk, was weak'],
  ],
  [
    'a higher risk class',
    'risk: weak\n    ps315: not listed',
    'risk: strong\n    ps315: not listed',
    ['tightening: fields: Manufacturer is called a strong risk, was weak'],
  ],
  [
    'another citation',
    'ps315: { action: Z }',
    'ps315: { action: X, option: Retain UIDs }',
    ['neutral: fields: PatientName cites PS3.15 as X, Retain UIDs, was Z'],
  ],
  ['a value more', '[F, M]', '[F, M, O]', ['loosening: vocabularies: sex 1 value gained: O']],
  ['a value less', '["2023", "2024"]', '["2024"]', ['tightening: vocabularies: years 1 value lost: 2023']],
  [
    'values in another order',
    '[F, M]',
    '[M, F]',
    ['neutral: vocabularies: sex the values stand in another order, so their codes change'],
  ],
  [
    'an alias more and one that leads elsewhere',
    'FEMALE: F, MALE: M',
    'FEMALE: M, MALE: M, MAN: M',
    [
      'loosening: vocabularies: sex 1 alias gained: MAN',
      'neutral: vocabularies: sex leads elsewhere for 1 of its texts: FEMALE: M instead of F',
    ],
  ],
  ['an alias less', 'FEMALE: F, MALE: M', 'FEMALE: F', ['tightening: vocabularies: sex 1 alias lost: MALE']],
  [
    'another rule',
    'words: [GE, MEDICAL]',
    'words: [GEMS]',
    [
      'loosening: vocabularies: makers 1 rule gained: GEMS',
      'tightening: vocabularies: makers 1 rule lost: GE + MEDICAL',
    ],
  ],
  [
    'rules in another order',
    '      - { words: [GE, MEDICAL], value: GE }\n      - { words: [SIEMENS], value: SIEMENS }\n',
    '      - { words: [SIEMENS], value: SIEMENS }\n      - { words: [GE, MEDICAL], value: GE }\n',
    ['neutral: vocabularies: makers the rules are tried in another order'],
  ],
  [
    'another edition',
    '2024b',
    '2025a',
    ['neutral: de-identification: ps315Edition is 2025a, was 2024b; check the citations with policy lint'],
  ],
  ['a larger ε', 'max: "2"', 'max: "3"', ['loosening: disclosure: epsilonPerQuestion.max is 3, was 2']],
  ['a smaller ε', 'max: "2"', 'max: "1.5"', ['tightening: disclosure: epsilonPerQuestion.max is 1.5, was 2']],
  ['another least ε', 'min: "0.01"', 'min: "0.1"', ['neutral: disclosure: epsilonPerQuestion.min is 0.1, was 0.01']],
  [
    'the same ε, written longer',
    'max: "2"',
    'max: "2.0"',
    ['neutral: disclosure: epsilonPerQuestion.max is 2.0, was 2'],
  ],
  ['a higher ceiling', 'value: "10"', 'value: "11"', ['loosening: disclosure: epsilonCeiling is 11, was 10']],
  ['another confidence', '"0.95"', '"0.99"', ['neutral: disclosure: confidence is 0.99, was 0.95']],
  ['fewer groups', 'value: 4,', 'value: 3,', ['tightening: disclosure: groupsPerPatientMax is 3, was 4']],
  ['a larger cap', 'series: 60', 'series: 61', ['loosening: disclosure: perGroupMax.series is 61, was 60']],
  ['more rows', 'value: 256', 'value: 257', ['loosening: disclosure: rowsPerPatientMax is 257, was 256']],
  ['more cells', 'value: 1024', 'value: 1025', ['loosening: disclosure: cellsMax is 1025, was 1024']],
  ['more sites', 'minSites: { value: 2', 'minSites: { value: 3', ['tightening: disclosure: minSites is 3, was 2']],
  ['one site', 'minSites: { value: 2', 'minSites: { value: 1', ['loosening: disclosure: minSites is 1, was 2']],
  [
    'a larger size class',
    'patientsLog2: 20',
    'patientsLog2: 21',
    ['neutral: disclosure: sizeClasses.medium.patientsLog2 is 21, was 20'],
  ],
  [
    'a shorter time',
    'masks: "1", rows: "4"',
    'masks: "1", rows: "1"',
    ['loosening: disclosure: sizeClasses.medium.timeClass.rows is 1, was 4'],
  ],
  ['fewer approvals', 'loosening: 2', 'loosening: 1', ['loosening: document: approvals.loosening is 1, was 2']],
  [
    'an element dropped under another tag',
    'tag: 0010,0010',
    'tag: 0010,1001',
    [
      'neutral: fields: PatientName 1 source gained: (0010,1001)',
      'neutral: fields: PatientName 1 source lost: (0010,0010)',
    ],
  ],
  [
    'a reason in other words',
    'Names the patient; no question needs it.',
    'Names the patient, which no question needs.',
    ['neutral: document: reasons and sources are worded anew for 1 entries'],
  ],
];

const SPARE = '  contrast:\n    source: Words of contrast agents\n    values: [GIVEN, NONE, UNCLEAR]\n';

/** The small document with one change, and the vocabulary that one of the changes names. */
function withSpare(from: string, to: string): string {
  const text = smallWith(from, to);
  return to.includes('vocabulary: contrast') ? text.replace('vocabularies:\n', `vocabularies:\n${SPARE}`) : text;
}

describe('the diff of two policies', () => {
  it('is empty for a policy and itself, and for one that only looks different', () => {
    for (const text of [
      SMALL,
      smallWith('[F, M]', '[ "F",   M ]'),
      smallWith('1.2.0', '1.2.1'),
      smallWith('A small', 'A'),
    ]) {
      expect(changesTo(text)).toEqual([]);
    }
    expect(diffPolicies(small, small)).toMatchObject({
      ...{ direction: 'neutral', approvals: 1, same: { deidentification: true, disclosure: true } },
    });
  });

  it.each(CHANGES)('names %s, and which way it goes', (_what, from, to, says) => {
    expect(changesTo(withSpare(from, to))).toEqual(says);
  });

  it('never says that nothing differs when a hash does', () => {
    const others = [
      ['multiplicity: patient', 'multiplicity: patient\n    # nothing'],
      ['    vocabulary: makers\n', '    vocabulary: makers\n    multiplicity: series\n'],
      ['tag: 0010,0010', 'tag: 0010,1001'],
    ] as const;
    const texts = [
      ...CHANGES.map(([, from, to]) => withSpare(from, to)),
      ...others.map(([from, to]) => smallWith(from, to)),
    ];
    for (const after of texts.map((text) => smallPolicy(text))) {
      const { same, changes } = diffPolicies(small, after);
      expect(changes.length > 0 || (same.deidentification && same.disclosure)).toBe(true);
    }
    expect(changesTo(smallWith(...others[1]))).toEqual([
      'neutral: document: something is written out that went without saying, or the other way round',
    ]);
  });

  it('turns round when the policies change places: what loosens one way tightens the other', () => {
    const turned = { loosening: 'tightening', tightening: 'loosening', neutral: 'neutral' } as const;
    const numbers = CHANGES.filter(
      ([, , , says]) => says.length === 1 && /disclosure|vocabularies|risk/.test(says[0] ?? ''),
    );
    expect(numbers.length).toBeGreaterThan(15);
    for (const [what, from, to] of numbers) {
      const after = smallPolicy(smallWith(from, to));
      const [there, back] = [diffPolicies(small, after), diffPolicies(after, small)];
      expect(back.direction, what).toBe(turned[there.direction]);
    }
  });

  it('is loosening once one change is, and asks the policy in force how many approvals that takes', () => {
    const both = smallWith('max: "2"', 'max: "3"').replace('cellsMax: { value: 1024', 'cellsMax: { value: 1023');
    expect(diffPolicies(small, smallPolicy(both))).toMatchObject({ direction: 'loosening', approvals: 2 });
    const tighter = smallPolicy(smallWith('max: "2"', 'max: "1"').replace('tightening: 1 }', 'tightening: 3 }'));
    expect(diffPolicies(small, tighter)).toMatchObject({ direction: 'tightening', approvals: 1 });
    expect(diffPolicies(tighter, small)).toMatchObject({ direction: 'loosening', approvals: 2 });
  });
});

/** What a change to `text` means, as one text. */
function meaningOf(text: string): string {
  return diffPolicies(small, smallPolicy(text)).consequences.join('\n');
}

describe('what a change means for data already published', () => {
  it('under another de-identification: read and publish again, and until then no new answer', () => {
    const meaning = meaningOf(smallWith('[F, M]', '[F, M, O]').replace('1.2.0', '1.3.0'));
    for (const words of [
      'headers must be read again, into a new staging of small@1.3.0',
      'until the next publish under small@1.3.0, for which the calendar needs a new slot, nothing new is answered',
      'Snapshots published under small@1.2.0 stay as they are',
      'the same signed request gets the same bytes',
      'asked of another snapshot, so it is charged again',
      'sites that still work under small@1.2.0 refuse those',
      'Budgets go on',
      'Going back to small@1.2.0 takes a publish as well',
    ]) {
      expect(meaning).toContain(words);
    }
  });

  it('under other disclosure rules alone: the snapshot stays, stored answers are not reused', () => {
    const meaning = meaningOf(smallWith('max: "2"', 'max: "1"'));
    expect(meaning).toContain('the snapshot that is in use stays in use');
    expect(meaning).toContain('stored answers are not reused');
    expect(meaning).toContain('Nothing is taken back of what was told before.');
    expect(meaning).not.toContain('read again');
    expect(meaning).not.toContain('Going back');
    expect(meaning).not.toContain('refuse those');
  });

  it('under neither: all goes on, also stored answers', () => {
    const meaning = meaningOf(smallWith('2024b', '2025a'));
    expect(meaning).toContain('the snapshot that is in use stays in use');
    expect(meaning).toContain('still answered from its stored answer, free');
  });

  it('under a lower ceiling: who grants more does not start', () => {
    expect(meaningOf(smallWith('value: "10"', 'value: "9"'))).toContain('above the new ceiling of 9');
    expect(meaningOf(smallWith('value: "10"', 'value: "11"'))).not.toContain('new ceiling');
  });
});

describe('the step from imaging-metadata 1.0.0 to 1.1.0', () => {
  const [first, whole] = [publishedPolicy(FIRST), publishedPolicy(WHOLE)];
  const there = diffPolicies(first, whole);
  const back = diffPolicies(whole, first);

  it('is loosening, takes two approvals, and loses no stored field', () => {
    expect(there).toMatchObject({
      direction: 'loosening',
      approvals: 2,
      same: { deidentification: false, disclosure: false },
    });
    expect(there.changes.filter(({ sentence }) => /no longer|is dropped/.test(sentence))).toEqual([]);
    expect(there.changes.filter(({ part }) => part === 'disclosure')).toEqual([]);
  });

  it('names each field that is stored anew, and back again each that is lost', () => {
    const stored = [...whole.columns.keys()].filter((keyword) => !first.columns.has(keyword));
    const named = (changes: typeof there.changes, words: RegExp): string[] =>
      changes.filter(({ part, sentence }) => part === 'fields' && words.test(sentence)).map(({ subject }) => subject);
    expect(named(there.changes, /^is stored/).sort()).toEqual(stored.sort());
    expect(named(back.changes, /^is kept no longer|^is dropped; it was stored/).sort()).toEqual(stored.sort());
    expect(named(back.changes, /it was a key/)).toEqual(['DeviceSerialNumber']);
    expect(back).toMatchObject({ direction: 'tightening', approvals: 1 });
    expect(back.changes.filter(({ direction }) => direction === 'loosening')).toEqual([]);
  });
});
