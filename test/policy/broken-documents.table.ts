/** What is broken in the small document, and the exact sentence (without “small.yaml:”) that says so. */
interface Broken {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly says: string;
}

const OPTION = 'Retain Patient Characteristics }\n    transform: { kind: vocabulary }';

const DOSE = (keyword: string): string => `  - keyword: ${keyword}
    tag: 0040,A730
    alsoReads: [{ keyword: ContentSequence, tag: "0040,A730", concept: DCM 113813 }]
    risk: technical
    ps315: { action: D, option: Clean Structured Content }
    transform: { kind: decimal, zeroIsMissing: true }
    role: measure
    range: { min: 0, max: 10, step: 1, unit: mGy.cm }
    reason: A number of a dose report.
`;

export const BROKEN: readonly Broken[] = [
  // YAML
  { what: 'text that never ends', from: 'title: A', to: 'title: "A', says: '4: not YAML: Missing closing "quote' },
  {
    what: 'a key twice',
    from: 'id: small\n',
    to: 'id: small\nid: small\n',
    says: '3: the same key stands twice; keep one',
  },
  {
    what: 'a vocabulary twice',
    from: '  years:\n',
    to: '  sex: { source: abc, values: [A] }\n  years:\n',
    says: '24: the same key stands twice; keep one',
  },
  {
    what: 'an alias',
    from: '[F, M]',
    to: '*sexes',
    says: '15: an alias (*name) is not supported; write the value out',
  },
  {
    what: 'an anchor',
    from: '[F, M]',
    to: '&sexes [F, M]',
    says: '15: an anchor (&name) is not supported; leave it out',
  },
  {
    what: 'a tag',
    from: 'id: small\n',
    to: 'id: !!str small\n',
    says: '2: a tag (tag:yaml.org,2002:str) is not supported; leave it out',
  },
  {
    what: 'a list as a key',
    from: 'title: A',
    to: '? [a, b]\n: c\ntitle: A',
    says: '4: a key must be text; put it in quotes',
  },
  {
    what: '__proto__',
    from: 'title: A',
    to: '__proto__: c\ntitle: A',
    says: '4: a key must be text; put it in quotes',
  },
  { what: 'a merge key', from: 'title: A', to: '<<: { a: 1 }\ntitle: A', says: '4: unknown key << in the document' },
  {
    what: 'a second document',
    from: '    source: a test\n',
    to: '    source: a test\n---\nformat: 1\n',
    says: '134: a second document starts here; a file holds one',
  },

  // Shape
  {
    what: 'a misspelt key',
    from: 'title: A',
    to: 'titel: A',
    says: '4: unknown key titel in the document; did you mean title?',
  },
  {
    what: 'a misspelt key far down',
    from: 'masks: "1"',
    to: 'mask: "1"',
    says: '130: unknown key mask in disclosure.sizeClasses.value.medium.timeClass; did you mean masks?',
  },
  {
    what: 'a misspelt key in one form of several',
    from: 'zeroIsMissing: true',
    to: 'zeroIsMising: true',
    says: '106: unknown key zeroIsMising in fields[9].transform; did you mean zeroIsMissing?',
  },
  {
    what: 'an unknown key that resembles none',
    from: 'title: A',
    to: 'colour: red\ntitle: A',
    says: '4: unknown key colour in the document',
  },
  {
    what: 'a number without its reason',
    from: ', reason: Nobody loses more than this here.',
    to: '',
    says: '120: disclosure.epsilonCeiling.reason is missing',
  },
  {
    what: 'a number without its source',
    from: 'What medical readers expect., source: a test',
    to: 'What medical readers expect.',
    says: '121: disclosure.confidence.source is missing',
  },
  {
    what: 'a reason that is too short',
    from: 'Nobody loses more than this here.',
    to: 'Why not',
    says: '120: disclosure.epsilonCeiling.reason must have at least 10 characters',
  },
  {
    what: 'a misspelt choice',
    from: 'risk: weak\n    ps315: not listed',
    to: 'risk: weka\n    ps315: not listed',
    says: '80: fields[6].risk is "weka", but must be one of direct, strong, weak, technical; did you mean weak?',
  },
  {
    what: 'an unknown transform',
    from: 'kind: age,',
    to: 'kind: aeg,',
    says:
      '74: fields[5].transform.kind is "aeg", but must be one of drop, pseudonym, vocabulary, vocabulary-item, sop-class, age, ' +
      'year, quarter, decimal, tesla, megabecquerel, hour-band, derived, present; did you mean age?',
  },
  {
    what: 'a time class that does not exist',
    from: 'none: "0.25", masks: "1"',
    to: 'none: "0.5", masks: "1"',
    says: '130: disclosure.sizeClasses.value.medium.timeClass.none is "0.5", but must be one of 0.25, 1, 4, 16; did you mean 0.25?',
  },
  {
    what: 'ε without quotes',
    from: 'value: "10"',
    to: 'value: 10',
    says: '120: disclosure.epsilonCeiling.value is 10, but must be a decimal number in quotes, such as "0.5"',
  },
  {
    what: 'ε with an exponent',
    from: 'value: "10"',
    to: 'value: "1e1"',
    says: '120: disclosure.epsilonCeiling.value is "1e1", but must be a decimal number in quotes, such as "0.5"',
  },
  {
    what: 'a count of nothing',
    from: 'cellsMax: { value: 1024,',
    to: 'cellsMax: { value: 0,',
    says: '125: disclosure.cellsMax.value is 0, but must be more than 0',
  },
  {
    what: 'text where a number is due',
    from: 'topCode: 90',
    to: 'topCode: ninety',
    says: '74: fields[5].transform.topCode is "ninety", but must be a number',
  },
  {
    what: 'a tag without its comma',
    from: 'tag: 0010,0040',
    to: 'tag: "00100040"',
    says: '61: fields[4].tag is "00100040", but must be a tag such as "0010,0040", its letters in upper case',
  },
  {
    what: 'one value where a list is due',
    from: '[F, M]',
    to: 'F',
    says: '15: vocabularies.sex.values is "F", but must be a list',
  },
  { what: 'an empty list', from: '[F, M]', to: '[]', says: '15: vocabularies.sex.values must have at least 1 entry' },
  {
    what: 'a vocabulary without a proper name',
    from: '  sex:\n',
    to: '  Sex!:\n',
    says: '13: vocabularies.Sex! must have a name of 1 to 63 lower-case letters, digits and hyphens that begins with a letter as its key',
  },
  {
    what: 'a citation that is neither',
    from: 'ps315: { action: Z }',
    to: 'ps315: unlisted',
    says: '113: fields[10].ps315 is "unlisted", but must be not listed, or { action: …, option: … } as in PS3.15 Table E.1-1',
  },
  { what: 'another format', from: 'format: 1', to: 'format: 2', says: '1: format is 2, but must be 1' },
  { what: 'a short version', from: '1.2.0', to: '1.2', says: '3: version is 1.2, but must be a version such as 1.0.0' },

  // Vocabularies
  {
    what: 'a predecessor that is no predecessor',
    from: 'small@1.1.9',
    to: 'small@1.2.0',
    says: '5: supersedes must be small@ and a version before 1.2.0',
  },
  {
    what: 'a predecessor of another name',
    from: 'small@1.1.9',
    to: 'other@1.1.9',
    says: '5: supersedes must be small@ and a version before 1.2.0',
  },
  {
    what: 'OTHER as a value',
    from: '[F, M]',
    to: '[F, M, OTHER]',
    says: '15: OTHER belongs to every vocabulary and is not listed',
  },
  {
    what: 'missing as a value',
    from: '[F, M]',
    to: '[F, M, missing]',
    says: '15: missing belongs to every vocabulary and is not listed',
  },
  {
    what: 'a value twice',
    from: '[F, M]',
    to: '[F, M, m]',
    says: "15: m is listed twice (capitals and spaces don't tell values apart)",
  },
  {
    what: 'an alias of nothing',
    from: 'MALE: M }',
    to: 'MALE: N }',
    says: '16: N is not a value of this vocabulary; did you mean F?',
  },
  {
    what: 'an alias that can never match',
    from: 'GENERAL ELECTRIC',
    to: 'General  Electric',
    says: "20: the alias General  Electric can't match; write it as GENERAL ELECTRIC",
  },
  {
    what: 'an alias that is a value',
    from: 'FEMALE: F',
    to: 'F: F',
    says: '16: the alias F is a value itself; leave it out',
  },
  {
    what: 'a rule to nothing',
    from: 'words: [SIEMENS], value: SIEMENS',
    to: 'words: [SIEMENS], value: SIEMENZ',
    says: '23: SIEMENZ is not a value of this vocabulary; did you mean SIEMENS?',
  },
  {
    what: 'a rule that can never match',
    from: 'words: [GE, MEDICAL]',
    to: 'words: [G.E.]',
    says: "22: the word G.E. can't match; a word is letters and digits in upper case",
  },

  // Inventory
  {
    what: 'a keyword twice',
    from: 'keyword: PatientName',
    to: 'keyword: PatientSex',
    says: '110: PatientSex is listed twice',
  },
  { what: 'a tag twice', from: 'tag: 0010,0010', to: 'tag: 0010,0040', says: '111: the tag 0010,0040 is listed twice' },
  {
    what: 'an element under two tags',
    from: '{ keyword: PatientBirthDate, tag: "0010,0030" }',
    to: '{ keyword: StudyDate, tag: "0008,0021" }',
    says: '71: StudyDate has the tag 0008,0021 here and 0008,0020 elsewhere',
  },
  {
    what: 'an element under two names',
    from: '{ keyword: PatientBirthDate, tag: "0010,0030" }',
    to: '{ keyword: PatientBirthDate, tag: "0008,0020" }',
    says: '71: the tag 0008,0020 is PatientBirthDate here and StudyDate elsewhere',
  },
  {
    what: 'an element that reads itself',
    from: '{ keyword: PatientBirthDate, tag: "0010,0030" }',
    to: '{ keyword: PatientAge, tag: "0010,1010" }',
    says: '71: PatientAge reads itself already',
  },
  {
    what: 'a concept outside a report',
    from: '{ keyword: PatientBirthDate, tag: "0010,0030" }',
    to: '{ keyword: PatientBirthDate, tag: "0010,0030", concept: DCM 113830 }',
    says: '71: a concept stands in the tree of a report, so its tag is 0040,A730, not 0010,0030',
  },
  {
    what: 'a concept without its scheme',
    from: '{ keyword: PatientBirthDate, tag: "0010,0030" }',
    to: '{ keyword: ContentSequence, tag: "0040,A730", concept: "113830" }',
    says: '71: fields[5].alsoReads[0].concept is "113830", but must be a coding scheme and a code, such as "DCM 113830"',
  },
  {
    what: 'a way down through no sequence',
    from: '{ keyword: PatientBirthDate, tag: "0010,0030" }',
    to: '{ keyword: PatientAge, tag: "0010,1010", within: [] }',
    says: '71: fields[5].alsoReads[0].within must have at least 1 entry',
  },
  {
    what: 'one number of a report in two columns',
    from: '  - keyword: PatientName',
    to: `${DOSE('Dose')}${DOSE('SameDose')}  - keyword: PatientName`,
    says: '120: the tag 0040,A730 is listed twice',
  },
  {
    what: 'one value of an element in two columns',
    from: 'transform: { kind: vocabulary }\n    role: dimension\n    vocabulary: makers',
    to: `transform: { kind: vocabulary-item, item: 2 }\n    role: dimension\n    vocabulary: makers
    reason: The second value.
  - keyword: Second
    tag: 0008,0070
    risk: weak
    ps315: not listed
    transform: { kind: vocabulary-item, item: 2 }
    role: dimension
    vocabulary: makers`,
    says: '87: the tag 0008,0070 is listed twice',
  },
  {
    what: 'no pseudonym for the instance',
    from: 'domain: instance',
    to: 'domain: device',
    says: '30: fields must hold exactly one pseudonym of the domain instance, but hold 0',
  },

  // Fields
  {
    what: 'a role that the transform does not make',
    from: 'topCode: 90 }\n    role: measure',
    to: 'topCode: 90 }\n    role: dimension',
    says: '75: PatientAge with the transform age is "dimension", but must be one of measure, filter as its role',
  },
  {
    what: 'a direct identifier that is stored',
    from: `risk: strong\n    ps315: { action: Z, option: ${OPTION}`,
    to: `risk: direct\n    ps315: { action: Z, option: ${OPTION}`,
    says: '65: PatientSex identifies directly, so it must be a key or dropped',
  },
  {
    what: 'a multiplicity of nothing stored',
    from: 'role: dropped',
    to: 'role: dropped\n    multiplicity: patient',
    says: "115: PatientName isn't stored, so it has no multiplicity",
  },
  {
    what: 'a vocabulary that is not defined',
    from: 'vocabulary: makers',
    to: 'vocabulary: maker',
    says: "84: Manufacturer names the vocabulary maker, which isn't defined; did you mean makers?",
  },
  {
    what: 'a vocabulary that is only inherited by every object',
    from: 'vocabulary: makers',
    to: 'vocabulary: constructor',
    says: "84: Manufacturer names the vocabulary constructor, which isn't defined",
  },
  {
    what: 'a dimension without vocabulary',
    from: '    vocabulary: makers\n',
    to: '',
    says: '78: Manufacturer needs a vocabulary: the transform vocabulary uses one',
  },
  {
    what: 'a measure without range',
    from: '    range: { min: 0, max: 90, step: 1, unit: years, bins: [0, 18, 65, 90] }\n',
    to: '',
    says: '69: PatientAge needs a range: the transform age uses one',
  },
  {
    what: 'a range of a dimension',
    from: 'vocabulary: makers\n',
    to: 'vocabulary: makers\n    range: { min: 0, max: 1, step: 1, unit: x }\n',
    says: '85: Manufacturer must not have a range: the transform vocabulary uses none',
  },
  {
    what: 'an action that PS3.15 does not have',
    from: 'ps315: { action: Z }',
    to: 'ps315: { action: Q }',
    says: '113: PatientName cites the action Q, which is none of D, Z, X, U, Z/D, X/Z, X/D, X/Z/D, X/Z/U*',
  },
  {
    what: 'an action of a further element that PS3.15 does not have',
    from: '{ keyword: PatientBirthDate, tag: "0010,0030" }',
    to: '{ keyword: PatientBirthDate, tag: "0010,0030", ps315: { action: Q } }',
    says: '71: PatientBirthDate cites the action Q, which is none of D, Z, X, U, Z/D, X/Z, X/D, X/Z/D, X/Z/U*',
  },
  {
    what: 'an option that PS3.15 does not have',
    from: `Z, option: ${OPTION}`,
    to: `Z, option: Retain Patient Character }\n    transform: { kind: vocabulary }`,
    says:
      "63: PatientSex cites the option Retain Patient Character, which PS3.15 Annex E doesn't have; " +
      'did you mean Retain Patient Characteristics?',
  },
  {
    what: 'a field stored against its action',
    from: `Z, option: ${OPTION}`,
    to: 'Z }\n    transform: { kind: vocabulary }',
    says: '63: PatientSex is kept although PS3.15 says Z; name the option that allows it, or drop it',
  },
  {
    what: 'a key kept against its action',
    from: 'ps315: { action: Z/D }',
    to: 'ps315: { action: X }',
    says: '35: PatientID is kept although PS3.15 says X; name the option that allows it, or drop it',
  },
  {
    what: 'a top code that is not the end',
    from: 'topCode: 90',
    to: 'topCode: 89',
    says: '74: PatientAge is top-coded at 89, but its range ends at 90; make them equal',
  },
  {
    what: 'another coarseness of dates',
    from: 'kept: year',
    to: 'kept: quarter',
    says: '90: StudyDate keeps the year, but deidentification.dates.kept is quarter',
  },
  {
    what: 'a year that is none',
    from: '["2023", "2024"]',
    to: '["2023", "2024-Q1"]',
    says: '90: StudyDate needs a vocabulary of years, and 2024-Q1 is none',
  },
  {
    what: 'days that are worked out of nothing',
    from: 'transform: { kind: decimal, zeroIsMissing: true }',
    to: 'transform: { kind: derived, of: days-since-first-study }',
    says:
      '106: PixelSpacing is counted in whole numbers, so its step must be 1, not 0.1\n' +
      'small.yaml:106: PixelSpacing is worked out of StudyDate, so alsoReads must name it (0008,0020)',
  },
  {
    what: 'one value a patient of what each series has its own of',
    from: 'transform: { kind: decimal, zeroIsMissing: true }',
    to: 'transform: { kind: derived, of: instances-of-series }\n    multiplicity: patient',
    says:
      '106: PixelSpacing is counted in whole numbers, so its step must be 1, not 0.1\n' +
      "small.yaml:106: PixelSpacing is worked out for each study or series, so its multiplicity can't be patient",
  },
  {
    what: 'hours of a part of the day that there is not',
    from: 'transform: { kind: present, absentWords: [NONE] }',
    to: 'transform: { kind: hour-band, from: { "YES": 7, DAY: 8 } }',
    says: '98: ContrastBolusAgent must say for each value of its vocabulary, and for no other, at which hour it begins',
  },
  {
    what: 'more than presence',
    from: '["YES", "NO"]',
    to: '["YES", "NO", "MAYBE"]',
    says: '98: ContrastBolusAgent only says whether something is present, so its vocabulary must be YES and NO',
  },

  // Ranges
  {
    what: 'a range the wrong way round',
    from: 'min: -0.3, max: 0.7',
    to: 'min: 0.9, max: 0.7',
    says: '108: PixelSpacing ranges from 0.9 to 0.7; min must be below max',
  },
  {
    what: 'an end off the grid',
    from: 'max: 0.7, step: 0.1',
    to: 'max: 0.75, step: 0.1',
    says: '108: PixelSpacing ends its range at 0.75, which is no multiple of its step 0.1',
  },
  {
    what: 'an end out of reach',
    from: 'max: 0.7, step: 0.1',
    to: 'max: 300000000, step: 0.1',
    says: '108: PixelSpacing ends its range at 300000000, more than 2^31 steps of 0.1 from 0',
  },
  {
    what: 'bins that do not increase',
    from: '[0, 18, 65, 90]',
    to: '[0, 18, 18, 90]',
    says: '76: PatientAge has the bin edge 18 after 18; edges must increase',
  },
  {
    what: 'bins outside the range',
    from: '[0, 18, 65, 90]',
    to: '[0, 18, 65, 91]',
    says: '76: PatientAge has the bin edge 91 outside 0 to 90',
  },
  {
    what: 'bins off the grid',
    from: '[0, 18, 65, 90]',
    to: '[0, 18.5, 65, 90]',
    says: '76: PatientAge has the bin edge 18.5, which is no multiple of 1',
  },

  // Disclosure
  {
    what: 'a smallest ε above the largest',
    from: 'min: "0.01"',
    to: 'min: "2.000000001"',
    says: '119: the least ε of a question (2.000000001) is above the largest (2)',
  },
  {
    what: 'a largest ε above the ceiling',
    from: 'max: "2"',
    to: 'max: "11"',
    says: '119: the largest ε of a question (11) is above the ceiling (10)',
  },
  {
    what: 'an ε too small to sample',
    from: 'min: "0.01"',
    to: 'min: "0.00005"',
    says: '119: the least ε of a question is 0.00005, but must be at least 0.0001',
  },
  {
    what: 'a ceiling beyond the program',
    from: 'value: "10"',
    to: 'value: "9000.000000001"',
    says: '120: the ceiling is 9000.000000001, but must be at most 9000',
  },
  {
    what: 'a confidence of one',
    from: '"0.95"',
    to: '"1"',
    says: '121: the confidence is 1, but must lie between 0 and 1',
  },
  {
    what: 'more groups than cells',
    from: 'groupsPerPatientMax: { value: 4',
    to: 'groupsPerPatientMax: { value: 1025',
    says: '122: a patient may touch 1025 groups, but a question has at most 1024 cells',
  },
  {
    what: 'more cells than the program answers',
    from: 'value: 1024',
    to: 'value: 5000',
    says: '125: a question may have 5000 cells, but this program answers at most 4096',
  },
  {
    what: 'more sites than the program asks',
    from: 'minSites: { value: 2',
    to: 'minSites: { value: 501',
    says: '126: a question must name 501 sites, but this program asks at most 500',
  },
  {
    what: 'a roster of which all may collude',
    from: '  minSites:',
    to: '  colluders: { value: { numerator: 2, denominator: 2 }, reason: Nobody trusts anybody., source: A guess of ours }\n  minSites:',
    says: '126: 2 of 2 sites may collude, but some must be left',
  },
  {
    what: 'more studies than series',
    from: 'studies: 8',
    to: 'studies: 61',
    says: '123: a patient counts with 61 studies but only 60 series; every study has a series',
  },
  {
    what: 'more series than instances',
    from: 'instances: 3000',
    to: 'instances: 59',
    says: '123: a patient counts with 60 series but only 59 instances; every series has an instance',
  },
  {
    what: 'more series than rows',
    from: 'value: 256',
    to: 'value: 59',
    says: '123: a patient counts with 60 series, but has at most 59 rows',
  },
  {
    what: 'size classes out of order',
    from: 'patientsLog2: 20',
    to: 'patientsLog2: 24',
    says: '128: patientsLog2 must grow from small over medium to large',
  },
  {
    what: 'time classes out of order',
    from: 'masks: "1", rows: "4"',
    to: 'masks: "4", rows: "1"',
    says: '130: the time classes of medium must not fall from none over masks to rows',
  },
];
