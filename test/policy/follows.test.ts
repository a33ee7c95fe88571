import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnTransforms } from '../../src/dicom/transform/column.ts';
import { readingOf } from '../../src/dicom/transform/reading.ts';
import { diffPolicies, type Policy, policyFromJson } from '../../src/policy/index.ts';
import { smallPolicy } from './small-policy.ts';

// What the comparison calls tightening or neutral, held against the transforms themselves: each new stored value follows from the old one.

const small = smallPolicy().document;
const WORDS = ['A', 'B', 'C', 'D'];
const ALSO = [
  { keyword: 'ImagerPixelSpacing', tag: '0018,1164' },
  { keyword: 'NominalScannedPixelSpacing', tag: '0018,2010' },
];
const [SEX, AGE, DATE, SPACING, ...FURTHER] = [0x100040, 0x101010, 0x80020, 0x280030, 0x181164, 0x182010];

const range = (low: { min: number; max: number }, unit: string) =>
  fc
    .record({ step: fc.constantFrom(1, 2, 3, 6), low: fc.integer(low), length: fc.integer({ min: 1, max: 8 }) })
    .map(({ step, low, length }) => ({ min: low * step, max: (low + length) * step, step, unit }));
const vocabulary = fc.subarray(WORDS.slice(0, 3), { minLength: 1 }).chain((values) => {
  const value = fc.constantFrom(...values);
  const aliases = fc.dictionary(fc.constantFrom(...WORDS), value, { maxKeys: 2 });
  const words = fc.subarray(WORDS, { minLength: 1, maxLength: 2 });
  const rules = fc.array(fc.record({ words, value }), { maxLength: 2 });
  return fc.record({ source: fc.constant('A list of this test'), values: fc.constant(values), aliases, rules });
});
const PARTS = {
  sex: vocabulary,
  years: fc.constantFrom(
    { values: ['2022', '2023'] },
    { values: ['2023'], aliases: { 2022: '2023' } },
    { values: ['2022'], aliases: { 2023: '2022' } },
  ),
  spacing: range({ min: -3, max: 2 }, 'mm'),
  zeroIsMissing: fc.boolean(),
  also: fc.shuffledSubarray(ALSO),
  age: range({ min: 0, max: 2 }, 'years'),
};
const parts = fc.record(PARTS);
type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;

function policyWith({ sex, years, spacing, zeroIsMissing, also, age }: Parts): Policy {
  const fields = small.fields.map((field) => {
    switch (field.keyword) {
      case 'PatientAge':
        return { ...field, transform: { kind: 'age', topCode: age.max }, range: age };
      case 'PixelSpacing':
        return { ...field, alsoReads: also, transform: { kind: 'decimal', zeroIsMissing }, range: spacing };
      default:
        return field;
    }
  });
  const vocabularies = { ...small.vocabularies, sex, years: { ...small.vocabularies.years, ...years } };
  return policyFromJson(JSON.stringify({ ...small, fields, vocabularies }));
}

/** Two of a vocabulary's values as one: what is meant to tighten. */
function merged(vocabulary: Parts['sex'], [from, to]: readonly [string, string]): Parts['sex'] {
  const { values, aliases, rules } = vocabulary;
  const named = (value: string): string => (value === from ? to : value);
  return {
    ...vocabulary,
    values: [...new Set(values.map(named))],
    aliases: {
      ...Object.fromEntries(Object.entries(aliases).map(([text, value]) => [text, named(value)])),
      [from]: to,
    },
    rules: rules.map(({ words, value }) => ({ words, value: named(value) })),
  };
}

const pairs = fc
  .record({
    was: parts,
    other: parts,
    which: fc.subarray(Object.keys(PARTS) as (keyof Parts)[], { maxLength: 2 }),
    two: fc.option(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('A', 'B', 'C'))),
  })
  .map(({ was, other, which, two }): readonly [Parts, Parts] => {
    const replaced = Object.fromEntries(which.map((name) => [name, other[name]]));
    const sex = two === null ? was.sex : merged(was.sex, two);
    return [was, { ...was, sex, ...replaced }];
  });

const NUMBERS = Array.from({ length: 200 }, (_, at) => String((at - 60) / 4));
const SOME = ['0', '1', '3', '5'];
type Header = readonly (readonly [tag: number | undefined, text: string])[];
const HEADERS: readonly Header[] = [
  [],
  ...WORDS.flatMap((one) => [one, ...WORDS.map((two) => `${one} ${two}`)]).map((text): Header => [[SEX, text]]),
  ...[SPACING, ...FURTHER].flatMap((tag) => NUMBERS.map((text): Header => [[tag, text]])),
  ...SOME.flatMap((a) => SOME.map((b): Header => [[FURTHER[0], a], [FURTHER[1], b]])), // biome-ignore format: one header a line
  ...Array.from({ length: 60 }, (_, years): Header => [[AGE, `${String(years).padStart(3, '0')}Y`]]),
  ...['2021', '2022', '2023', '2024'].map((year): Header => [[DATE, `${year}0301`]]),
];
const READINGS = HEADERS.map((header) => {
  const values = new Map(header.map(([tag, text]) => [tag, { kind: 'text', text } as const]));
  return readingOf({ at: ({ tag }) => values.get(tag) });
});

/** The field of which two headers that were stored alike no longer are. */
function parted(before: Policy, after: Policy): string | undefined {
  const now = columnTransforms(after);
  const isParted = ([keyword, was]: readonly [string, typeof now extends ReadonlyMap<string, infer T> ? T : never]) => {
    const told = READINGS.map((reading) => [was(reading), now.get(keyword)?.(reading)] as const);
    return new Set(told.map(String)).size > new Set(told.map(([value]) => value)).size;
  };
  return [...columnTransforms(before)].find(isParted)?.[0];
}

describe('what the comparison of policies calls no loosening', () => {
  it('keeps of each field what follows from what was kept', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(pairs, ([was, is]) => {
        const [before, after] = [policyWith(was), policyWith(is)];
        const { direction } = diffPolicies(before, after);
        seen.set(direction, (seen.get(direction) ?? 0) + 1);
        expect(direction === 'loosening' ? undefined : parted(before, after)).toBeUndefined();
      }),
      { numRuns: 1_500 },
    );
    expect(seen.get('tightening')).toBeGreaterThan(50);
  });
});
