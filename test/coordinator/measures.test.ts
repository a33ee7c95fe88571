import { describe, expect, it } from 'vitest';
import { measuresOf, type Query, ReleasedWire } from '../../src/contract/index.ts';
import { combine } from '../../src/coordinator/combine.ts';
import { contributionOf } from '../../src/coordinator/contribution.ts';
import { isObjection, planned, statementOf } from '../../src/query/index.ts';
import { declared } from '../query/support/declared.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';

const policy = smallPolicy();
type Asked = Omit<Query, 'blocks' | 'epsilon'>;

/** What a site would release: a real statement, with these numbers for each piece. */
function released(site: string, asked: Asked, values: readonly (readonly bigint[])[]): ReleasedWire {
  const query: Query = { ...asked, blocks: [2026], epsilon: '2' };
  const statement = planned({ policy, query, facts: declared(policy, { site }) }, (plan) => statementOf(plan));
  if (isObjection(statement)) {
    throw new Error(statement.detail);
  }
  return ReleasedWire.parse({ ...statement, state: 'released', values: values.map((piece) => piece.map(String)) });
}

function combined(asked: Asked, releases: readonly ReleasedWire[]) {
  const sites = releases.flatMap((answer) => contributionOf({ answer, replayed: false, receipt: null }) ?? []);
  return combine(sites, { minSites: 1, asked: measuresOf(asked) });
}

function rowsOf(asked: Asked, releases: readonly ReleasedWire[]) {
  const combination = combined(asked, releases);
  if ('notCombined' in combination) {
    throw new Error(combination.notCombined);
  }
  return combination.combined.results.map(({ rows }) => rows);
}

/** Ages of a site's patients, in years. */
const ages = (count: number, from: number): bigint[] =>
  Array.from({ length: count }, (_, at) => BigInt(from + (at % 20)));
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
const YOUNG = ages(2_000, 20);
const OLD = ages(6_000, 60);

describe('what sites say together', () => {
  it('is a mean of all patients, never a mean of means', () => {
    const asked: Asked = { mean: 'PatientAge' };
    const of = (site: string, values: bigint[]) =>
      released(site, asked, [[BigInt(values.length)], [sum(values.map((age) => age - 45n))]]);
    const [[[mean, n] = []] = []] = rowsOf(asked, [of('a', YOUNG), of('b', OLD)]);
    const truth = Number(sum([...YOUNG, ...OLD])) / 8_000;
    expect(mean?.value).toBeCloseTo(truth, 9);
    expect(truth).not.toBeCloseTo((29.5 + 69.5) / 2, 0);
    const [low, high] = mean?.interval ?? [];
    expect(low).toBeLessThan(truth);
    expect(high).toBeGreaterThan(truth);
    expect(n).toMatchObject({ name: 'n', value: 8_000 });
  });

  it('is a variance from the summed parts', () => {
    const asked: Asked = { variance: 'PatientAge' };
    const of = (site: string, values: bigint[]) => {
      const z = values.map((age) => age - 45n);
      return released(site, asked, [[BigInt(z.length)], [sum(z)], [sum(z.map((one) => one * one))]]);
    };
    const [[[variance, deviation, mean] = []] = []] = rowsOf(asked, [of('a', YOUNG), of('b', OLD)]);
    const all = [...YOUNG, ...OLD].map(Number);
    const average = all.reduce((total, age) => total + age, 0) / all.length;
    const truth = all.reduce((total, age) => total + (age - average) ** 2, 0) / all.length;
    expect(variance?.value).toBeCloseTo(truth, 6);
    expect(deviation?.value).toBeCloseTo(Math.sqrt(truth), 6);
    expect(mean?.value).toBeCloseTo(average, 9);
  });

  it('is a sum in the field’s unit, and not estimable a mean of nobody', () => {
    const asked: Asked = { measures: [{ sum: 'SliceThickness' }, { mean: 'PatientAge' }] };
    const one = released('a', asked, [[2n], [40n], [7n]]);
    const [[[mean] = []] = [], [[total] = []] = []] = rowsOf(asked, [one]);
    expect(total).toMatchObject({ name: 'sum', value: 3.5 });
    expect(mean).toMatchObject({ value: null, interval: null, why: expect.stringMatching(/noise/) });
  });

  it('is quantiles of the summed trees, at the points that were asked for', () => {
    const asked: Asked = { quantiles: { field: 'PatientAge', at: ['0.5', '0.1'] } };
    const of = (site: string, values: bigint[]) => {
      const leaves = Array.from({ length: 91 }, (_, age) => BigInt(values.filter((one) => one === BigInt(age)).length));
      const top = Array.from({ length: 10 }, (_, at) => sum(leaves.slice(at * 10, at * 10 + 10)));
      return released(site, asked, [[...top, ...leaves]]);
    };
    const [[[tenth, median] = []] = []] = rowsOf(asked, [of('a', YOUNG), of('b', OLD)]);
    expect([tenth?.name, median?.name]).toEqual(['0.1', '0.5']);
    // 800 of 8,000 are 20 to 27 years old.
    expect(tenth?.value).toBe(27);
    expect(median?.value).toBe(66);
    const quartiles = rowsOf({ quantiles: 'PatientAge' }, [of('a', YOUNG)]);
    expect(quartiles[0]?.[0]?.map(({ name }) => name)).toEqual(['0.25', '0.5', '0.75']);
  });

  it('is bins with below, above and MISSING', () => {
    const asked: Asked = { histogram: { field: 'PatientAge', bins: [18, 65, 90] } };
    const rows = rowsOf(asked, [
      released('a', asked, [[1n, 2n, 3n, 4n, 5n]]),
      released('b', asked, [[10n, 0n, 0n, 0n, 0n]]),
    ]);
    expect(rows[0]?.[0]?.map(({ name, value }) => [name, value])).toEqual([
      ['below', 11],
      ['[18, 65)', 2],
      ['[65, 90]', 3],
      ['above', 4],
      ['MISSING', 5],
    ]);
  });

  it('is correlations of all pairs, and the regression that was asked for', () => {
    const asked: Asked = { moments: { fields: ['SliceThickness', 'PatientAge'], outcome: 'PatientAge' } };
    // Age = 20 + 10·thickness (mm), but for ±2 years; z counts from 45 years and from 10 steps of half a millimetre.
    const pairs = Array.from({ length: 40_000 }, (_, at) => {
      const x = BigInt(at % 13);
      return { x: x - 10n, y: 20n + 5n * x + (at % 2 === 0 ? 2n : -2n) - 45n };
    });
    const over = (term: (pair: { x: bigint; y: bigint }) => bigint): bigint[] => [sum(pairs.map(term))];
    const one = released('a', asked, [
      over(() => 1n),
      over(({ y }) => y),
      over(({ x }) => x),
      over(({ y }) => y * y),
      over(({ x }) => x * x),
      over(({ x, y }) => x * y),
    ]);
    const [[row = []] = []] = rowsOf(asked, [one, one]);
    const named = new Map(row.map((estimate) => [estimate.name, estimate.value]));
    expect([...named.keys()]).toEqual([
      'r PatientAge SliceThickness',
      'intercept of PatientAge',
      'slope by SliceThickness',
      'residual deviation',
      'n',
    ]);
    expect(named.get('slope by SliceThickness')).toBeCloseTo(10, 2);
    expect(named.get('intercept of PatientAge')).toBeCloseTo(20, 1);
    expect(named.get('r PatientAge SliceThickness')).toBeGreaterThan(0.98);
    expect(named.get('n')).toBe(80_000);
    const plain = rowsOf({ moments: { fields: ['SliceThickness', 'PatientAge'] } }, [one]);
    expect(plain[0]?.[0]?.map(({ name }) => name)).toEqual(['r PatientAge SliceThickness', 'n']);
  });

  it('says of correlations and regressions beside which noise is wide that they may be far from the true ones', () => {
    const asked: Asked = { moments: { fields: ['SliceThickness', 'PatientAge'], outcome: 'PatientAge' } };
    const of = (count: number): readonly (string | undefined)[] => {
      const pairs = Array.from({ length: count }, (_, at) => ({
        x: BigInt(at % 41) - 20n,
        y: BigInt((at * 7) % 91) - 45n,
      }));
      const over = (term: (pair: { x: bigint; y: bigint }) => bigint): bigint[] => [sum(pairs.map(term))];
      const moments = [over(() => 1n), over(({ y }) => y), over(({ x }) => x), over(({ y }) => y * y)];
      const one = released('a', asked, [...moments, over(({ x }) => x * x), over(({ x, y }) => x * y)]);
      return (rowsOf(asked, [one])[0]?.[0] ?? []).map(({ value, about }) =>
        value === null ? 'none' : about?.slice(0, 23),
      );
    };
    const HIDDEN = 'noise is wide beside it';
    expect(of(20)).toEqual(['none', 'none', undefined]);
    // A correlation is of both fields’ spread, a regression of the explaining one’s; the residual deviation has no interval.
    expect(of(60)).toEqual(['none', HIDDEN, HIDDEN, undefined, undefined]);
    expect(of(120)).toEqual([HIDDEN, undefined, undefined, undefined, undefined]);
    expect(of(4_000)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('reads off each of several measures what was asked of that one, where they differ in clamps alone', () => {
    const clamp = [10, 30] as const;
    const age = { field: 'PatientAge', clamp: [...clamp] as [number, number] };
    const quantiles: Asked['measures'] = [
      { quantiles: { field: 'PatientAge', at: ['0.1'] } },
      { quantiles: { ...age, at: ['0.9'] } },
    ];
    const moments: Asked['measures'] = [
      { moments: { fields: ['PatientAge', 'SliceThickness'], outcome: 'PatientAge' } },
      { moments: { fields: [age, 'SliceThickness'], outcome: 'SliceThickness' } },
    ];
    const tree = (leaves: number) => new Array<bigint>(leaves).fill(40n);
    const numbers = [400n, 0n, 0n, 40_000n, 40_000n, 30_000n].map((value) => [value * 100n]);
    // In the order of the canonical form, in which a clamped field stands after a plain one.
    for (const measures of [quantiles, quantiles.toReversed()]) {
      const asked = { measures };
      const rows = rowsOf(asked, [released('a', asked, [tree(101), tree(26)])]);
      expect(rows.map(([row = []]) => row.map(({ name }) => name))).toEqual([['0.1'], ['0.9']]);
    }
    for (const measures of [moments, moments.toReversed()]) {
      const asked = { measures };
      const rows = rowsOf(asked, [released('a', asked, [...numbers, ...numbers])]);
      expect(rows.map(([row = []]) => row[1]?.name)).toEqual([
        'intercept of PatientAge',
        'intercept of SliceThickness',
      ]);
    }
  });

  it('says beside every number with sampling in it that several studies of a patient count as of different ones', () => {
    const fields = ['SliceThickness', 'PatientAge'];
    const numbers = [400n, 0n, 0n, 40_000n, 40_000n, 30_000n].map((value) => [value * 100n]);
    const aboutOf = (per: 'patient' | 'study') => {
      const asked: Asked = { moments: { fields, outcome: 'PatientAge', per } };
      const [[row = []] = []] = rowsOf(asked, [released('a', asked, numbers)]);
      return row.map(({ name, about }) => [name, about]);
    };
    const SEVERAL = 'as of different patients, though one may have several studies';
    expect(aboutOf('study')).toEqual([
      ['r PatientAge SliceThickness', SEVERAL],
      ['intercept of PatientAge', SEVERAL],
      ['slope by SliceThickness', SEVERAL],
      ['residual deviation', SEVERAL],
      ['n', undefined],
    ]);
    expect(aboutOf('patient').map(([, about]) => about)).toEqual(new Array(5).fill(undefined));
  });

  it('is ratios and χ² of a table of two by two, and a proportion of one of two', () => {
    const sexes = { field: 'PatientSex', values: ['F', 'M'] };
    const asked: Asked = { count: 'patients', by: [sexes, { field: 'Modality', values: ['CT', 'MR'] }] };
    // A patient may have both CT and MR, but has one sex.
    const SHARED = 'as of different patients, though one may be in several cells';
    // In the order of the keys: CT and F, CT and M, MR and F, MR and M.
    const one = released('a', asked, [[300n, 100n, 200n, 200n]]);
    const combination = combined(asked, [one, released('b', asked, [[300n, 100n, 200n, 200n]])]);
    const whole = 'combined' in combination ? (combination.combined.results[0]?.whole ?? []) : [];
    expect(whole.map(({ name }) => name)).toEqual(['odds ratio', 'risk ratio', 'χ²', 'p of χ²']);
    expect(whole.map(({ about }) => about)).toEqual([
      `PatientSex=F against M, Modality=CT over MR; ${SHARED}`,
      `PatientSex=F, Modality=CT over MR; ${SHARED}`,
      SHARED,
      SHARED,
    ]);
    expect(whole[0]?.value).toBeCloseTo((600 * 400) / (200 * 400), 9);
    expect(whole[1]?.value).toBeCloseTo(0.75 / 0.5, 9);
    expect(whole[3]?.value).toBeLessThan(0.001);
    const two: Asked = { count: 'patients', by: [sexes] };
    const halves = combined(two, [released('a', two, [[300n, 100n]])]);
    expect('combined' in halves && halves.combined.results[0]?.whole?.[0]?.value).toBeCloseTo(0.75, 9);
    expect('combined' in halves && halves.combined.results[0]?.whole?.[0]?.about).toBe(
      'PatientSex=F, of that and PatientSex=M',
    );
    const none: Asked = { count: 'series', by: [sexes] };
    const series = combined(none, [released('a', none, [[300n, 100n]])]);
    expect('combined' in series && series.combined.results[0]).not.toHaveProperty('whole');
  });

  it.each<[string, Asked, Asked]>([
    ['bounds', { mean: { field: 'PatientAge', clamp: [0, 80] } }, { mean: 'PatientAge' }],
    ['reductions', { mean: { field: 'PatientAge', reduce: 'max' } }, { mean: 'PatientAge' }],
    ['caps', { mean: { field: 'PatientAge', per: 'study' } }, { mean: 'PatientAge' }],
    ['fields', { mean: 'SliceThickness' }, { mean: 'PatientAge' }],
  ])('is never made of numbers of different %s, even under one hash', (_, one, other) => {
    const values = [[100n], [1n]];
    const own = released('a', other, values);
    const alien = { ...released('b', one, values), queryHash: own.queryHash };
    expect(combined(other, [own, alien])).toEqual({
      notCombined: 'The sites’ releases differ in shape, so they are not added.',
    });
    expect(combined(other, [own, released('b', other, values)])).toHaveProperty('combined');
  });
});
