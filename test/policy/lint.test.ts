import { describe, expect, it } from 'vitest';
import { lintPolicy } from '../../src/policy/index.ts';
import { ps315Table } from './published.ts';
import { SMALL, smallPolicy, smallWith } from './small-policy.ts';

const table = ps315Table();

/** What the lint says, each finding as “level: sentence”. */
function findingsOf(text: string): string[] {
  return lintPolicy(smallPolicy(text), table).map(({ level, sentence }) => `${level}: ${sentence}`);
}

describe('the lint', () => {
  it('says nothing about a sound policy', () => {
    expect(findingsOf(SMALL)).toEqual([]);
  });

  it.each([
    [
      'a source that says nothing',
      'reason: What medical readers expect., source: a test',
      'reason: What medical readers expect., source: n/a',
      'error: disclosure.confidence names “n/a” as its source, which nobody can look up',
    ],
    [
      'a vocabulary from nowhere',
      'DICOM PS3.3 C.2.2',
      'to be decided',
      'error: the vocabulary sex names “to be decided” as its source, which nobody can look up',
    ],
    [
      'a vocabulary nobody uses',
      'vocabularies:\n',
      'vocabularies:\n  spare: { source: A list of spares, values: [A] }\n',
      'warning: no field uses the vocabulary spare',
    ],
    [
      'a rule behind a wider one',
      '- { words: [SIEMENS], value: SIEMENS }',
      '- { words: [SIEMENS], value: SIEMENS }\n      - { words: [AG, SIEMENS], value: SIEMENS }',
      'warning: the vocabulary makers has a rule for AG SIEMENS after one for SIEMENS, so it never applies',
    ],
    [
      'an identifier kept for hardly a reason',
      'Harmonisation across vendors is a main purpose.',
      'It is of interest.',
      'warning: Manufacturer is a weak identifier that is kept for a reason of 18 characters; say why it is needed',
    ],
    [
      'a person described too finely',
      'range: { min: 0, max: 90, step: 1,',
      'range: { min: 0, max: 90, step: 0.5,',
      'warning: PatientAge is a strong identifier kept in 181 values; coarser than 100 is safer',
    ],
    [
      'free text that nothing brings to values',
      'ps315: not listed\n    transform: { kind: vocabulary }\n    role: dimension\n    vocabulary: makers',
      'ps315: { action: X, option: Clean Descriptors }\n    transform: { kind: vocabulary }\n    role: dimension\n    vocabulary: yes-no',
      'warning: Manufacturer is free text, but its vocabulary has neither aliases nor rules, so nearly all of it becomes OTHER',
    ],
    [
      'a measure without bins',
      ', bins: [-0.3, 0, 0.7]',
      '',
      'warning: PixelSpacing has no bins, so a question that groups by it must name its own',
    ],
    [
      'one question that spends half a life',
      'max: "2"',
      'max: "5"',
      "warning: the largest question takes 5 of a ceiling of 10, so two of them spend a patient's life",
    ],
  ])('finds %s', (_what, from, to, says) => {
    expect(findingsOf(smallWith(from, to))).toContain(says);
  });

  it('puts errors first', () => {
    const both = smallWith(', bins: [-0.3, 0, 0.7]', '').replace('Calendar years', 'tbd');
    expect(findingsOf(both).map((finding) => finding.split(':')[0])).toEqual(['error', 'warning']);
  });
});
