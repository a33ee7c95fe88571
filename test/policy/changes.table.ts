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
export const CHANGES: readonly (readonly [what: string, from: string, to: string, says: readonly string[]])[] = [
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
    ['loosening: fields: PatientAge 1 source lost: PatientBirthDate (0010,0030)'],
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
    ['loosening: fields: ContrastBolusAgent is made by present with absentWords [NO], was absentWords [NONE]'],
  ],
  [
    'a wider range',
    'max: 0.7, step: 0.1',
    'max: 0.8, step: 0.1',
    ['loosening: fields: PixelSpacing ranges from -0.3 to 0.8, was -0.3 to 0.7'],
  ],
  [
    'a narrower range, whose new end parts what was rounded to it',
    'min: -0.3, max: 0.7, step: 0.1, unit: mm, bins: [-0.3, 0, 0.7]',
    'min: 0, max: 0.7, step: 0.1, unit: mm, bins: [0, 0.7]',
    [
      'loosening: fields: PixelSpacing ranges from 0 to 0.7, was -0.3 to 0.7',
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
      'loosening: fields: PixelSpacing ranges from -0.3 to 0.6, was -0.3 to 0.7',
      'tightening: fields: PixelSpacing is kept in steps of 0.3, was 0.1',
      'neutral: fields: PixelSpacing has the default bins -0.3, 0, 0.6, was -0.3, 0, 0.7',
    ],
  ],
  [
    'a range that begins later, of whole numbers kept one by one',
    'min: 0, max: 90, step: 1, unit: years, bins: [0, 18, 65, 90]',
    'min: 18, max: 90, step: 1, unit: years, bins: [18, 65, 90]',
    [
      'tightening: fields: PatientAge ranges from 18 to 90, was 0 to 90',
      'neutral: fields: PatientAge has the default bins 18, 65, 90, was 0, 18, 65, 90',
    ],
  ],
  [
    'a coarser step that is an even multiple, so that what was one step becomes two',
    'min: -0.3, max: 0.7, step: 0.1, unit: mm, bins: [-0.3, 0, 0.7]',
    'min: -0.2, max: 0.6, step: 0.2, unit: mm, bins: [-0.2, 0, 0.6]',
    [
      'loosening: fields: PixelSpacing ranges from -0.2 to 0.6, was -0.3 to 0.7',
      'loosening: fields: PixelSpacing is kept in steps of 0.2, which part values otherwise, was 0.1',
      'neutral: fields: PixelSpacing has the default bins -0.2, 0, 0.6, was -0.3, 0, 0.7',
    ],
  ],
  [
    'whole years kept two by two',
    'max: 90, step: 1, unit: years, bins: [0, 18, 65, 90]',
    'max: 90, step: 2, unit: years, bins: [0, 18, 66, 90]',
    [
      'tightening: fields: PatientAge is kept in steps of 2, was 1',
      'neutral: fields: PatientAge has the default bins 0, 18, 66, 90, was 0, 18, 65, 90',
    ],
  ],
  ['another unit', 'unit: mm', 'unit: cm', ['loosening: fields: PixelSpacing is counted in cm, was mm']],
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
  [
    'an alias less, whose texts stood among others of its value',
    'FEMALE: F, MALE: M',
    'FEMALE: F',
    [
      'tightening: vocabularies: sex 1 alias lost: MALE',
      'loosening: vocabularies: sex tells texts apart that were one value',
    ],
  ],
  [
    'an alias that leads elsewhere alone',
    'FEMALE: F, MALE: M',
    'FEMALE: M, MALE: M',
    [
      'neutral: vocabularies: sex leads elsewhere for 1 of its texts: FEMALE: M instead of F',
      'loosening: vocabularies: sex tells texts apart that were one value',
    ],
  ],
  [
    'a value less with all that led to it',
    '[F, M]\n    aliases: { FEMALE: F, MALE: M',
    '[M]\n    aliases: { MALE: M',
    ['tightening: vocabularies: sex 1 value lost: F', 'tightening: vocabularies: sex 1 alias lost: FEMALE'],
  ],
  [
    'a value less, all of whose texts go to another',
    '[F, M]\n    aliases: { FEMALE: F, MALE: M',
    '[M]\n    aliases: { F: M, FEMALE: M, MALE: M',
    [
      'tightening: vocabularies: sex 1 value lost: F',
      'tightening: vocabularies: sex 1 alias gained: F',
      'neutral: vocabularies: sex leads elsewhere for 1 of its texts: FEMALE: M instead of F',
    ],
  ],
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
    [
      'neutral: vocabularies: makers the rules are tried in another order',
      'loosening: vocabularies: makers tells texts apart that were one value',
    ],
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
  [
    'fewer sites that may collude',
    '  minSites:',
    '  colluders: { value: { numerator: 1, denominator: 4 }, reason: We know them all., source: A guess of ours }\n  minSites:',
    ['loosening: disclosure: colluders is 0.25, was 0.3333333333333333'],
  ],
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
