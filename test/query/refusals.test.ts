import { describe, expect, it } from 'vitest';
import type { Draft, Query } from '../../src/contract/index.ts';
import { PURE } from '../../src/privacy/index.ts';
import { dryRun, isObjection, planned } from '../../src/query/index.ts';
import { mechanismOf, piecesOf } from '../../src/query/pieces.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { declared } from './support/declared.ts';

const policy = smallPolicy();
const facts = declared(policy);

/** A count of patients beside the parts of a mean. */
const priced = {
  pieces: piecesOf([
    { kind: 'count', of: 'patients', cap: 1 },
    { kind: 'count', of: 'series', cap: 3 },
  ]),
  cells: 1,
  groupsPerPatient: 1,
  weights: [1n, 1n],
};

function refusalOf(query: Partial<Query>, more: Partial<typeof facts> = {}): string {
  const full: Query = { count: 'patients', blocks: [2026], epsilon: '1', ...query };
  const plan = planned({ policy, query: full, facts: { ...facts, ...more } }, () => 'planned');
  return isObjection(plan) ? `${plan.code}: ${plan.detail}` : plan;
}

describe('a question the policy does not know', () => {
  it.each<[string, Partial<Query>, string]>([
    ['a field', { where: { Modalty: 'CT' } }, 'unknown-field: Unknown field Modalty; did you mean Modality?'],
    ['a field in a cohort', { cohort: { not: { has: { Sex: 'F' } } } }, 'unknown-field: Unknown field Sex.'],
    [
      'a field to group by',
      { by: ['PatientName'] },
      'unknown-field: Unknown field PatientName; did you mean PatientAge?',
    ],
    ['a key', { where: { PatientID: '7' } }, 'unknown-field: Unknown field PatientID; did you mean PatientSex?'],
    ['a value', { where: { Modality: ['CT', 'MRT'] } }, 'unknown-value: Modality has no such value; did you mean MR?'],
    [
      'a value in lower case',
      { where: { Manufacturer: 'acme' } },
      'unknown-value: Manufacturer has no such value; did you mean ACME?',
    ],
    [
      'a group',
      { by: [{ field: 'BodyPartExamined', values: ['CHEST', 'ABDOMN'] }] },
      'unknown-value: BodyPartExamined has no such value; did you mean ABDOMEN?',
    ],
    [
      'MISSING as a condition',
      { where: { Modality: 'MISSING' } },
      "unknown-value: Modality can't be asked to be MISSING: an absent value matches nothing; group by Modality instead.",
    ],
    [
      'MISSING of a measure',
      { where: { PatientAge: 'MISSING' } },
      "unknown-value: PatientAge can't be asked to be MISSING: an absent value matches nothing; group by PatientAge instead.",
    ],
    [
      'a number in quotes',
      { where: { PatientAge: '50' } },
      'unknown-value: PatientAge is a number; write it without quotes.',
    ],
    [
      'a number beside the grid',
      { where: { SliceThickness: 1.2 } },
      'unknown-value: SliceThickness has no such value; it runs from 0 to 10 mm in steps of 0.5.',
    ],
    [
      'a number beyond the range',
      { where: { PatientAge: [40, 120] } },
      'unknown-value: PatientAge has no such value; it runs from 0 to 90 years in steps of 1.',
    ],
    [
      'a range that holds nothing',
      { where: { PatientAge: { between: [91, 120] } } },
      'unknown-value: No value of PatientAge lies in that range; it runs from 0 to 90 years in steps of 1.',
    ],
    [
      'a range the wrong way round',
      { where: { PatientAge: { between: [60, 50] } } },
      'unknown-value: No value of PatientAge lies in that range; it runs from 0 to 90 years in steps of 1.',
    ],
    [
      'a range between grid points',
      { where: { SliceThickness: { between: [1.1, 1.4] } } },
      'unknown-value: No value of SliceThickness lies in that range; it runs from 0 to 10 mm in steps of 0.5.',
    ],
    [
      'a range of years that are not listed',
      { where: { StudyDate: { between: [1990, 2000] } } },
      'unknown-value: No value of StudyDate lies in that range; they run from 2018 to 2022.',
    ],
    [
      'an edge beside the grid',
      { by: [{ field: 'PatientAge', bins: [0, 17.5] }] },
      "unknown-value: An edge of the bins of PatientAge isn't on its grid; it runs from 0 to 90 years in steps of 1.",
    ],
    [
      'a block',
      { blocks: [1999] },
      'unknown-value: None of the intake blocks named exists here; there are 2024, 2025, 2026.',
    ],
  ])('is refused for %s, and says what is near', (_what, query, refusal) => {
    expect(refusalOf(query)).toBe(refusal);
  });

  it.each<[string, Partial<Query>, string]>([
    [
      'a range over words',
      { where: { Modality: { between: [1, 2] } } },
      "unsupported-shape: Modality isn't a number, so no range of it can be asked for; list its values.",
    ],
    [
      'groups of a filter',
      { by: ['ImageType'] },
      'unsupported-shape: ImageType may stand in conditions only, not be grouped by.',
    ],
    [
      'values of a measure',
      { by: [{ field: 'PatientAge', values: ['40'] }] },
      'unsupported-shape: PatientAge is grouped by bins, not by values.',
    ],
    [
      'bins of words',
      { by: [{ field: 'Modality', bins: [0, 1] }] },
      'unsupported-shape: Modality has no bins; list its values instead.',
    ],
    [
      'bins the policy lacks',
      { by: ['SliceThickness'] },
      'unsupported-shape: The policy has no bins for SliceThickness; name the edges of yours.',
    ],
    [
      'falling edges',
      { by: [{ field: 'PatientAge', bins: [0, 40, 40] }] },
      'unsupported-shape: The edges of the bins of PatientAge must rise.',
    ],
    [
      'one field twice',
      { by: ['Modality', { field: 'Modality', values: ['CT'] }] },
      'unsupported-shape: The question groups by Modality more than once.',
    ],
    [
      'too many cells',
      { by: ['BodyPartExamined', 'Modality', 'StudyDate'] },
      'too-many-groups: The question has 490 cells; at most 400 are allowed, so group by fewer fields, or name fewer values or bins.',
    ],
    ['a small ε', { epsilon: '0.009999999' }, 'epsilon-out-of-range: ε of one question lies between 0.01 and 2.'],
    ['a large ε', { epsilon: '2.000000001' }, 'epsilon-out-of-range: ε of one question lies between 0.01 and 2.'],
    ['no ε', { epsilon: '0' }, 'epsilon-out-of-range: ε of one question lies between 0.01 and 2.'],
  ])('is refused for %s', (_what, query, refusal) => {
    expect(refusalOf(query)).toBe(refusal);
  });

  it('is refused for a field that the project may not use, wherever it stands', () => {
    const only = { fields: ['Modality', 'NoLongerThere'] };
    expect(refusalOf({ where: { Modality: 'CT' } }, only)).toBe('planned');
    const refusal = 'unknown-field: The project may not use PatientAge.';
    expect(refusalOf({ by: ['PatientAge'] }, only)).toBe(refusal);
    expect(refusalOf({ where: { PatientAge: 40 } }, only)).toBe(refusal);
    expect(refusalOf({ cohort: { has: { PatientAge: 40 } } }, only)).toBe(refusal);
    expect(refusalOf({ where: { NoLongerThere: 'x' } }, only)).toMatch(/^unknown-field/);
  });

  it('never repeats a value that the asker sent', () => {
    expect(refusalOf({ where: { Modality: 'DOE^JANE' } })).not.toContain('DOE');
    expect(refusalOf({ where: { PatientAge: 8_675_309 } })).not.toContain('8675309');
  });
});

describe('a measure that can’t be bounded', () => {
  const asked = (query: Omit<Query, 'blocks' | 'epsilon'>, epsilon = '1') =>
    refusalOf({ count: undefined, ...query, epsilon });

  it.each<[string, Omit<Query, 'blocks' | 'epsilon'>, string]>([
    [
      'a list of values',
      { mean: 'Modality' },
      'unsupported-shape: Modality is a list of values, not a number with bounds; count patients by it instead.',
    ],
    [
      'a filter',
      { histogram: 'ImageType' },
      'unsupported-shape: ImageType may stand in conditions only, not be measured.',
    ],
    ['an unknown field', { sum: 'PatientAg' }, 'unknown-field: Unknown field PatientAg; did you mean PatientAge?'],
    [
      'a clamp beyond the policy’s bounds',
      { mean: { field: 'PatientAge', clamp: [18, 100] } },
      "unknown-value: An end of the clamp of PatientAge isn't on its grid; it runs from 0 to 90 years in steps of 1.",
    ],
    [
      'a clamp beside the grid',
      { variance: { field: 'SliceThickness', clamp: [0.2, 5] } },
      "unknown-value: An end of the clamp of SliceThickness isn't on its grid; it runs from 0 to 10 mm in steps of 0.5.",
    ],
    [
      'a clamp of one value',
      { quantiles: { field: 'PatientAge', clamp: [40, 40] } },
      'unsupported-shape: The clamp of PatientAge must rise, such as [0, 90].',
    ],
    [
      'bins the policy lacks',
      { histogram: 'SliceThickness' },
      'unsupported-shape: The policy has no bins for SliceThickness; name the edges of yours.',
    ],
    [
      'one field twice',
      { moments: { fields: ['PatientAge', { field: 'PatientAge', clamp: [0, 40] }] } },
      'unsupported-shape: The moments name PatientAge more than once.',
    ],
    [
      'seven fields together',
      { moments: { fields: Array(7).fill('PatientAge') } },
      'unsupported-shape: Moments are of at most 6 fields, and the question names 7; ask for fewer together.',
    ],
    [
      'an outcome from elsewhere',
      { moments: { fields: ['PatientAge', 'SliceThickness'], outcome: 'Modality' } },
      'unsupported-shape: The outcome of a regression must be one of the fields of its moments.',
    ],
    [
      'one measure twice',
      { measures: [{ quantiles: 'PatientAge' }, { quantiles: { field: 'PatientAge', at: ['0.9'] } }] },
      'unsupported-shape: The question states one measure twice; state it once, with all points of its quantiles.',
    ],
    [
      'nine measures',
      { measures: Array(9).fill({ count: 'patients' }) },
      'unsupported-shape: A question states at most 8 measures, and this one 9; ask in several.',
    ],
    [
      'a table of four fields',
      { count: 'patients', by: ['PatientSex', 'Modality', 'Manufacturer', 'StudyDate'] },
      'unsupported-shape: A table is of at most 3 fields, and the question groups by 4; ask for fewer at once, or put one into where.',
    ],
    [
      'a tree in too many cells',
      { quantiles: 'PatientAge', by: ['Modality', 'BodyPartExamined'] },
      'too-many-groups: The measures come to 7070 numbers over 70 cells; at most 4096 are allowed, so ask for fewer groups, fewer bins or a narrower clamp.',
    ],
  ])('is refused for %s, with what would make it answerable', (_what, query, refusal) => {
    expect(asked(query)).toBe(refusal);
  });

  it('is never given a share of ε of nothing', () => {
    // The policy's least ε has 10⁷ nano-ε, so what is planned can always be shared; the arithmetic must say no all the same.
    expect(mechanismOf({ ...priced, weights: [1_000n, 1n] }, PURE, 1_000n)).toBeUndefined();
    const shared = mechanismOf({ ...priced, weights: [1_000n, 1n] }, PURE, 1_001n);
    expect(shared?.pieces.map((one) => one.nanoEpsilon)).toEqual([1_000n, 1n]);
  });

  it('asks an accuracy only of what its noise alone decides', () => {
    const accuracy = { halfWidth: 20, confidence: '0.95' };
    const priceOf = (draft: Omit<Draft, 'accuracy'>) => dryRun({ policy, query: { ...draft, accuracy }, facts });
    for (const draft of [{ count: 'patients' as const }, { sum: 'SliceThickness' }, { histogram: 'PatientAge' }]) {
      const price = priceOf(draft);
      expect(isObjection(price) ? price.detail : price.pieces.length).toBe(1);
    }
    // 20 mm are 40 steps.
    const sum = priceOf({ sum: 'SliceThickness' });
    expect(!isObjection(sum) && Number(sum.pieces[0]?.interval.halfWidth)).toBeLessThanOrEqual(40);
    const mean = priceOf({ mean: 'PatientAge' });
    expect(isObjection(mean) && mean.detail).toBe(
      'An accuracy can be asked of one count, sum or histogram; state epsilon for everything else.',
    );
  });
});

describe('a question the policy knows', () => {
  it.each<[string, Partial<Query>]>([
    ['OTHER as a condition', { where: { Modality: 'OTHER' } }],
    ['OTHER and MISSING as groups', { by: [{ field: 'Modality', values: ['OTHER', 'MISSING'] }] }],
    ['a range of years', { where: { StudyDate: { between: [2019, 2021] } } }],
    ['a year as a number', { where: { StudyDate: 2020 } }],
    ['a range that reaches over the end', { where: { PatientAge: { between: [80, 120] } } }],
    ['a filter in conditions', { where: { ImageType: 'ORIGINAL' } }],
    ['a block beside one from before the site began', { blocks: [1999, 2025] }],
  ])('is planned with %s', (_what, query) => {
    expect(refusalOf(query)).toBe('planned');
  });
});
