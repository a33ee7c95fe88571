import { describe, expect, it } from 'vitest';
import { bandsDirection, vocabularyDirection } from '../../src/policy/diff/coarser.ts';
import type { Vocabulary } from '../../src/policy/index.ts';
import { diffPolicies } from '../../src/policy/index.ts';
import { publishedPolicy, WHOLE } from './published.ts';
import { smallPolicy, smallWith } from './small-policy.ts';

const vocabulary = (values: string[], more: Partial<Vocabulary> = {}): Vocabulary => ({
  ...{ source: 'A list of this test', values },
  ...more,
});

const REGIONS = vocabulary(['HEAD', 'CHEST', 'ABDOMEN'], {
  aliases: { SKULL: 'HEAD', BRAIN: 'HEAD', LUNG: 'CHEST' },
  rules: [
    { words: ['THORAX'], value: 'CHEST' },
    { words: ['LIVER'], value: 'ABDOMEN' },
  ],
});

describe('a vocabulary in the place of another', () => {
  it.each([
    ['the same', REGIONS, 'neutral'],
    ['fewer values that tell something else', vocabulary(['HIV']), 'loosening'],
    ['no value but one of its own', vocabulary(['HEAD']), 'loosening'], // the rules for the chest come first
    ['a value less', { ...REGIONS, values: ['HEAD', 'CHEST'], rules: REGIONS.rules?.slice(0, 1) }, 'tightening'],
    ['a value under a name that was OTHER as a text', renamed('ABDOMEN', 'BELLY'), 'loosening'],
    ['two values as one', renamed('ABDOMEN', 'CHEST'), 'tightening'],
    ['an alias less', { ...REGIONS, aliases: { SKULL: 'HEAD', LUNG: 'CHEST' } }, 'loosening'],
    ['an alias of another value', { ...REGIONS, aliases: { ...REGIONS.aliases, BRAIN: 'CHEST' } }, 'loosening'],
    ['an alias more', { ...REGIONS, aliases: { ...REGIONS.aliases, KNEE: 'HEAD' } }, 'loosening'],
    ['an alias that a rule had found', { ...REGIONS, aliases: { ...REGIONS.aliases, THORAX: 'CHEST' } }, 'neutral'],
    ['rules in another order', { ...REGIONS, rules: REGIONS.rules?.toReversed() }, 'loosening'],
    ['the last rule less, its value kept', { ...REGIONS, rules: REGIONS.rules?.slice(0, 1) }, 'loosening'],
    ['a rule more', { ...REGIONS, rules: [...(REGIONS.rules ?? []), { words: ['EYE'], value: 'HEAD' }] }, 'loosening'],
  ])('%s', (_what, after, direction) => {
    expect(vocabularyDirection(REGIONS, after)).toBe(direction);
  });

  it('makes a field of fewer, but other, values take two people', () => {
    const text = smallWith('vocabulary: makers', 'vocabulary: secrets');
    const secrets = '  secrets:\n    source: Words of an officer\n    values: [HIV]\n';
    const swapped = smallPolicy(text.replace('vocabularies:\n', `vocabularies:\n${secrets}`));
    expect(diffPolicies(smallPolicy(), swapped)).toMatchObject({ direction: 'loosening', approvals: 2 });
  });
});

/** The regions with one value called otherwise, also where its own name is met. */
function renamed(from: string, to: string): Vocabulary {
  const { values, aliases, rules = [] } = REGIONS;
  const named = (value: string): string => (value === from ? to : value);
  return vocabulary([...new Set(values.map(named))], {
    aliases: { ...aliases, [from]: to },
    rules: rules.map(({ words, value }) => ({ words, value: named(value) })),
  });
}

describe('other bands of the day', () => {
  const bands = { DAY: 7, EVENING: 18, NIGHT: 22 };

  it.each([
    ['the same', bands, 'neutral'],
    ['the same under other names', { A: 7, B: 18, C: 22 }, 'neutral'],
    ['two as one', { DAY: 7, NIGHT: 18 }, 'tightening'],
    ['three of which two are an hour long', { DAY: 2, EVENING: 3, NIGHT: 4 }, 'loosening'],
    ['one that begins an hour later', { DAY: 8, EVENING: 18, NIGHT: 22 }, 'loosening'],
    ['one more', { ...bands, NOON: 12 }, 'loosening'],
  ])('%s', (_what, after, direction) => {
    expect(bandsDirection(bands, after as Record<string, number>)).toBe(direction);
  });
});

describe('a field of which something else is kept', () => {
  const whole = publishedPolicy(WHOLE);

  /** The direction of the whole inventory with one field changed. */
  function withField(keyword: string, change: (field: (typeof whole.document.fields)[number]) => object) {
    const fields = whole.document.fields.map((field) =>
      field.keyword === keyword ? { ...field, ...change(field) } : field,
    );
    const document = { ...whole.document, fields } as typeof whole.document;
    return diffPolicies(whole, { ...whole, document, deidentificationHash: 'another' }).direction;
  }

  it('loosens by another item, another pseudonym, another unit and steps between the former ones', () => {
    expect(withField('ImageType', () => ({ transform: { kind: 'vocabulary-item', item: 4 } }))).toBe('loosening');
    expect(withField('StudyInstanceUID', () => ({ transform: { kind: 'pseudonym', domain: 'patient' } }))).toBe(
      'loosening',
    );
    expect(withField('SliceThickness', ({ range }) => ({ range: { ...range, unit: 'cm' } }))).toBe('loosening');
    const halfAStep = withField('SliceThickness', ({ range }) => ({
      range: range && { ...range, min: range.min + range.step / 2 },
    }));
    expect(halfAStep).toBe('loosening');
    const aStep = withField('SliceThickness', ({ range }) => ({
      range: range && { ...range, min: range.min + range.step },
    }));
    expect(aStep).toBe('loosening');
  });

  it('loosens by sources in another order, or without one', () => {
    const age = whole.document.fields.find(({ alsoReads }) => (alsoReads?.length ?? 0) > 1);
    expect(age).toBeDefined();
    const { keyword = '', alsoReads = [] } = age ?? {};
    expect(withField(keyword, () => ({ alsoReads: alsoReads.toReversed() }))).toBe('loosening');
    expect(withField(keyword, () => ({ alsoReads: alsoReads.slice(1) }))).toBe('loosening');
    expect(withField(keyword, () => ({ alsoReads: alsoReads.slice(0, -1) }))).toBe('loosening');
  });
});
