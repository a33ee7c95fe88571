import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldTerm, OTHER, termsOf } from '../../src/policy/index.ts';
import { publishedPolicy } from './published.ts';

const { vocabularies } = publishedPolicy().document;

/** How the published vocabulary `name` brings raw texts to values. */
function broughtBy(name: string, raws: readonly string[]): string[] {
  const vocabulary = vocabularies[name];
  return vocabulary === undefined ? [] : raws.map(termsOf(vocabulary));
}

describe('a vocabulary', () => {
  it('folds capitals, spaces and padding, and nothing else', () => {
    expect(foldTerm('  GE  Medical\tSystems \0')).toBe('GE MEDICAL SYSTEMS');
    expect(foldTerm('G.E.')).toBe('G.E.');
    expect(foldTerm('')).toBe('');
  });

  it('takes a value, an alias, then the first rule that fits', () => {
    expect(
      broughtBy('manufacturers', ['GE MEDICAL SYSTEMS', 'GE Healthcare', 'SIEMENS Healthineers', 'Philips']),
    ).toEqual(['GE', 'GE', 'SIEMENS', 'PHILIPS']);
    expect(broughtBy('body-regions', ['CHEST', 'chest ', 'Thorax', 'C-SPINE'])).toEqual([
      'CHEST',
      'CHEST',
      'CHEST',
      'CSPINE',
    ]);
    expect(broughtBy('sequence-classes', ['AX T2 FLAIR', 't1_mprage_sag', 'Loc', 'DWI b1000 ADC', 'T2*'])).toEqual([
      'FLAIR',
      'T1',
      'LOCALIZER',
      'ADC',
      'T2 STAR',
    ]);
    expect(broughtBy('sop-classes', ['1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.5.1.4.1.1.4'])).toEqual([
      'CTImageStorage',
      'MRImageStorage',
    ]);
    expect(broughtBy('sex', ['F', 'male', 'o'])).toEqual(['F', 'M', 'O']);
  });

  it('looks for whole words: part of one fits no rule', () => {
    expect(broughtBy('manufacturers', ['GEORGE', 'MERGE HEALTHCARE', 'SIEMENSX'])).toEqual([OTHER, OTHER, OTHER]);
  });

  it('never lets free text through: what comes out is listed, or OTHER', () => {
    const names = Object.keys(vocabularies);
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (name, raw) => {
        const vocabulary = vocabularies[name];
        const [value] = broughtBy(name, [raw]);
        expect([...(vocabulary?.values ?? []), OTHER]).toContain(value);
      }),
      { numRuns: 3_000 },
    );
    expect(broughtBy('body-regions', ['WO INTER', 'BD CT ABD WO_W C', 'constructor', '__proto__', 'ÄÐ'])).toEqual(
      Array(5).fill(OTHER),
    );
  });
});
