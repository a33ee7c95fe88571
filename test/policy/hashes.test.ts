import { describe, expect, it } from 'vitest';
import { SMALL, smallPolicy, smallWith } from './small-policy.ts';

const { deidentificationHash, disclosureHash } = smallPolicy();

/** Which of the two hashes differ once `from` is `to`. */
function changedBy(from: string, to: string): string {
  const changed = smallPolicy(smallWith(from, to));
  const names = [
    ...(changed.deidentificationHash === deidentificationHash ? [] : ['deidentification']),
    ...(changed.disclosureHash === disclosureHash ? [] : ['disclosure']),
  ];
  return names.join(' and ') || 'neither';
}

describe('the hashes of a policy', () => {
  it('never change from one build to the next', () => {
    expect(deidentificationHash).toBe('2cae4d57dc9dccfd6b088dad1f9c910129fb0d0a6befa31654861f8fed1a2f15');
    expect(disclosureHash).toBe('a305539288697cd6d14a42aaa862a4fc3809e42d2a1893b4cbbd0b993ea4b950');
  });

  it.each([
    ['a comment', 'fields:\n', '# which are kept\nfields:\n'],
    ['layout', '[F, M]', '[ "F",   M ]'],
    ['the order of keys', '{ loosening: 2, tightening: 1 }', '{ tightening: 1, loosening: 2 }'],
    ['the title', 'A small policy', 'Another small policy'],
    ['what it is for', 'complete and as short', 'as complete and short'],
    ['the version', '1.2.0', '1.2.1'],
    ['what it supersedes', 'supersedes: small@1.1.9\n', ''],
    ['approvals', 'loosening: 2', 'loosening: 3'],
    ['the reason of a field', 'Nearly every cohort', 'Almost every cohort'],
    ['the reason of a limit', 'Nobody loses more', 'No patient loses more'],
    [
      'the source of a limit',
      'reason: Larger tables are mostly noise., source: a test',
      'reason: Larger tables are mostly noise., source: a book',
    ],
    ['the reason for pseudonyms', 'Keyed by the site itself.', 'Keyed by each site itself.'],
    ['the source of a vocabulary', 'DICOM PS3.3 C.2.2', 'DICOM PS3.3 section C.2.2'],
    ['an edition', '2024b', '2025a'],
    [
      'a citation',
      'ps315: not listed\n    transform: { kind: vocabulary }',
      'ps315: { action: X, option: Clean Descriptors }\n    transform: { kind: vocabulary }',
    ],
    [
      'the citation of a further element',
      '{ keyword: PatientBirthDate, tag: "0010,0030" }',
      '{ keyword: PatientBirthDate, tag: "0010,0030", ps315: { action: Z } }',
    ],
  ])('are the same after a change of %s', (_what, from, to) => {
    expect(changedBy(from, to)).toBe('neither');
  });

  it.each([
    ['a value', '[F, M]', '[F, M, O]'],
    ['the order of values, which are codes', '[F, M]', '[M, F]'],
    ['an alias', 'FEMALE: F,', 'FEMALE: F, W: F,'],
    ['a rule', 'words: [GE, MEDICAL]', 'words: [GEMS]'],
    ['an element that is read', '"0010,0021"', '"0010,0024"'],
    ['where it is read', 'tag: "0010,0030" }', 'tag: "0010,0030", within: ["5200,9229"] }'],
    ['a transform', 'zeroIsMissing: true', 'zeroIsMissing: false'],
    ['words that mean absence', 'absentWords: [NONE]', 'absentWords: [NO]'],
    ['a multiplicity', '    multiplicity: patient\n', ''],
    ['a step', 'step: 0.1, unit: mm, bins: [-0.3, 0, 0.7]', 'step: 0.05, unit: mm, bins: [-0.3, 0, 0.7]'],
    ['the end of a range', 'max: 0.7, step: 0.1', 'max: 0.8, step: 0.1'],
    ['a unit', 'unit: mm', 'unit: cm'],
    ['a role', 'role: filter', 'role: dimension'],
    ['a risk class', 'risk: technical', 'risk: weak'],
    ['a field', 'keyword: PatientName\n    tag: 0010,0010', 'keyword: OtherPatientNames\n    tag: 0010,1001'],
  ])('differ in de-identification alone after a change of %s', (_what, from, to) => {
    expect(changedBy(from, to)).toBe('deidentification');
  });

  it.each([
    ['the largest ε', 'max: "2"', 'max: "1"'],
    ['the ceiling', 'value: "10"', 'value: "9"'],
    ['the confidence', '"0.95"', '"0.99"'],
    ['the groups of a patient', 'value: 4,', 'value: 3,'],
    ['a cap', 'series: 60', 'series: 59'],
    ['the cells', 'value: 1024', 'value: 1023'],
    ['the sites', 'minSites: { value: 2', 'minSites: { value: 3'],
    ['a time class', 'rows: "4"', 'rows: "16"'],
    ['the bins a question gets', '[0, 18, 65, 90]', '[0, 18, 66, 90]'],
  ])('differ in disclosure alone after a change of %s', (_what, from, to) => {
    expect(changedBy(from, to)).toBe('disclosure');
  });

  it.each([
    ['the rows of a patient, which publish bounds', 'value: 256', 'value: 255'],
    ['the size of a class, which publish declares', 'patientsLog2: 14', 'patientsLog2: 13'],
  ])('differ in both after a change of %s', (_what, from, to) => {
    expect(changedBy(from, to)).toBe('deidentification and disclosure');
  });

  it('never mistake one part for the other', () => {
    expect(deidentificationHash).not.toBe(disclosureHash);
    expect(smallPolicy(SMALL.replaceAll('\n', '\r\n'))).toMatchObject({ deidentificationHash, disclosureHash });
  });
});
