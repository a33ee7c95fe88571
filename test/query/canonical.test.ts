import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { By, Cohort, Condition, Query } from '../../src/contract/index.ts';
import type { Column } from '../../src/policy/index.ts';
import type { CohortNode, RowNode } from '../../src/query/nodes.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { planOf } from './support/declared.ts';
import { type Dice, dice } from './support/random.ts';
import { randomCohort, randomCondition } from './support/random-query.ts';
import { isIn, matches } from './support/reference.ts';

const full = smallPolicy();

/** Few enough columns that every row there can be is looked at: {values, OTHER, MISSING} of each. */
const COLUMNS = ['Modality', 'StudyDate', 'SliceThickness'];
const policy = { ...full, columns: new Map([...full.columns].filter(([keyword]) => COLUMNS.includes(keyword))) };

const planned = (query: Partial<Query>) =>
  planOf(policy, { count: 'patients', blocks: [2026], epsilon: '1', ...query });
const hash = (query: Partial<Query>): string => planned(query).queryHash;

type Row = {
  readonly codes: Readonly<Record<string, number>>;
  readonly values: Record<string, string | number | undefined>;
};

/** Every value of a column, with the code or step that stands for it. */
function domain(column: Column): [number, string | number | undefined][] {
  if (column.kind === 'dimension') {
    return column.values.map((value, code) => [code, code === column.missingCode ? undefined : value]);
  }
  const steps = Array.from({ length: column.maxStep - column.missingStep + 1 }, (_, at) => column.missingStep + at);
  return steps.map((step) => [step, step === column.missingStep ? undefined : step * column.step]);
}

const ROWS: Row[] = [...policy.columns].reduce<Row[]>(
  (rows, [keyword, column]) =>
    rows.flatMap(({ codes, values }) =>
      domain(column).map(([code, value]) => ({
        codes: { ...codes, [keyword]: code },
        values: { ...values, [keyword]: value },
      })),
    ),
  [{ codes: {}, values: {} }],
);

/** What a node of a plan says of a row; `compile/condition.ts` writes the same in SQL. */
function holds(node: RowNode, row: Row): boolean {
  if (node.kind === 'leaf') {
    const { leaf } = node;
    const code = row.codes[leaf.column.field.keyword] ?? Number.NaN;
    if (leaf.test === 'range') {
      return code >= leaf.low && code <= leaf.high;
    }
    return (leaf.test === 'codes' ? leaf.codes : leaf.steps).includes(code);
  }
  if (node.kind === 'not') {
    return !holds(node.of, row);
  }
  return node.kind === 'all' ? node.of.every((one) => holds(one, row)) : node.of.some((one) => holds(one, row));
}

function cohortHolds(node: CohortNode, rows: readonly Row[]): boolean {
  if (node.kind === 'leaf') {
    return rows.some((row) => holds(node.leaf.has, row));
  }
  if (node.kind === 'not') {
    return !cohortHolds(node.of, rows);
  }
  return node.kind === 'all'
    ? node.of.every((one) => cohortHolds(one, rows))
    : node.of.some((one) => cohortHolds(one, rows));
}

type Boolean = { all: Boolean[] } | { any: Boolean[] } | { not: Boolean } | object;

/** A rewriting that changes nothing: wraps, nests, repeats, reorders, negates twice, at random places. */
function rewritten<T extends Boolean>(tree: T, throwing: Dice): T {
  return wrapped(rewrittenInside(tree, throwing), throwing) as T;
}

function rewrittenInside(tree: Boolean, throwing: Dice): Boolean {
  const parts = tree as { all?: Boolean[]; any?: Boolean[]; not?: Boolean; has?: Boolean };
  if (parts.all !== undefined) {
    return { all: childrenRewritten('all', parts.all, throwing) };
  }
  if (parts.any !== undefined) {
    return { any: childrenRewritten('any', parts.any, throwing) };
  }
  if (parts.not !== undefined) {
    return { not: rewritten(parts.not, throwing) };
  }
  return parts.has === undefined ? leafRewritten(tree as Condition, throwing) : { has: rewritten(parts.has, throwing) };
}

function childrenRewritten(key: 'all' | 'any', children: Boolean[], throwing: Dice): Boolean[] {
  const repeated = throwing.chance(0.4) ? [...children, throwing.one(children)] : children;
  const shuffled = throwing.some(repeated, repeated.length).map((child) => rewritten(child, throwing));
  const cut = throwing.below(shuffled.length);
  const isNested = cut > 0 && throwing.chance(0.5);
  return isNested ? [{ [key]: shuffled.slice(0, cut) } as Boolean, ...shuffled.slice(cut)] : shuffled;
}

function wrapped(tree: Boolean, throwing: Dice): Boolean {
  const wrapper = throwing.below(6);
  if (wrapper === 0) {
    return { not: { not: tree } };
  }
  return wrapper === 1 ? { all: [tree] } : wrapper === 2 ? { any: [tree] } : tree;
}

/** A leaf in other words: one field at a time, scalars as lists, lists in another order, ranges with other ends. */
function leafRewritten(leaf: Condition, throwing: Dice): Boolean {
  const fields = Object.entries(leaf).map(([field, matcher]) => {
    if (Array.isArray(matcher)) {
      return [field, throwing.some([...matcher, throwing.one(matcher)], matcher.length + 1)];
    }
    if (typeof matcher === 'object' && matcher !== null && 'between' in matcher) {
      return [field, rangeRewritten(field, matcher.between as [number, number], throwing)];
    }
    return [field, throwing.chance(0.5) ? [matcher] : matcher];
  });
  const shuffled = throwing.some(fields, fields.length);
  return throwing.chance(0.5)
    ? Object.fromEntries(shuffled)
    : { all: shuffled.map(([field, matcher]) => ({ [String(field)]: matcher })) };
}

function rangeRewritten(field: string, [low, high]: [number, number], throwing: Dice): object {
  const column = policy.columns.get(field)!;
  if (column.kind === 'dimension') {
    const values = column.values
      .slice(0, column.otherCode)
      .filter((value) => Number(value) >= low && Number(value) <= high);
    return throwing.chance(0.5) ? throwing.some(values, values.length) : { between: [low - 0.4, high + 0.4] };
  }
  // From the grid outwards by less than a step, or beyond the ends of the range.
  const { step, minStep, maxStep } = column;
  const [first, last] = [Math.max(Math.ceil(low / step), minStep), Math.min(Math.floor(high / step), maxStep)];
  return {
    between: [
      first === minStep ? -50 : (first - throwing.below(2) * 0.5) * step,
      last === maxStep ? 1_000 : (last + throwing.below(2) * 0.5) * step,
    ],
  };
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('the canonical form', () => {
  it('keeps the hash of a condition through every rewriting, and its meaning on every row there can be', () => {
    expect(ROWS).toHaveLength(7 * 7 * 22);
    fc.assert(
      fc.property(seeds, (seed) => {
        const throwing = dice(seed);
        const where = randomCondition(policy, throwing, 3);
        const other = rewritten(where, throwing);
        const [plan, again] = [planned({ where }), planned({ where: other })];
        expect(again.queryHash).toBe(plan.queryHash);
        expect(again.compiled).toEqual(plan.compiled);
        for (const row of ROWS) {
          const meant = matches(where, row);
          if (matches(other, row) !== meant || holds(plan.question.where!, row) !== meant) {
            expect({ where, other, row }).toBeUndefined();
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps hash and meaning of a cohort, on patients with up to three rows', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const throwing = dice(seed);
        const cohort = randomCohort(policy, throwing, 3);
        const other: Cohort = rewritten(cohort, throwing);
        const [plan, again] = [planned({ cohort }), planned({ cohort: other })];
        expect(again.queryHash).toBe(plan.queryHash);
        for (let at = 0; at < 300; at += 1) {
          const rows = throwing.some(ROWS, throwing.below(4));
          const meant = isIn(cohort, rows);
          expect([isIn(other, rows), cohortHolds(plan.question.cohort!, rows)]).toEqual([meant, meant]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never takes `not has X` for `has not X`', () => {
    const CT: Condition = { Modality: 'CT' };
    expect(hash({ cohort: { not: { has: CT } } })).not.toBe(hash({ cohort: { has: { not: CT } } }));
  });

  it('never depends on order, repetition or defaults of what is grouped by', () => {
    const all = full.columns.get('Modality');
    const whole = all?.kind === 'dimension' ? [...all.values] : [];
    const inFull = (by: By[]): string =>
      planOf(full, { count: 'patients', by, blocks: [2026], epsilon: '1' }).queryHash;
    expect(inFull(['PatientAge', { field: 'Modality', values: [...whole].reverse() }])).toBe(
      inFull(['Modality', { field: 'PatientAge', bins: [0, 18, 40, 65, 90] }]),
    );
    expect(inFull([{ field: 'Modality', values: ['MR', 'CT', 'MR'] }])).toBe(
      inFull([{ field: 'Modality', values: ['CT', 'MR'] }]),
    );
  });

  it('leaves ε out, and nothing else', () => {
    const one = hash({});
    expect(hash({ epsilon: '0.1' })).toBe(one);
    const others = [
      hash({ count: 'studies' }),
      hash({ blocks: [2025, 2026] }),
      hash({ where: { Modality: 'CT' } }),
      hash({ cohort: { has: { Modality: 'CT' } } }),
      hash({ by: ['Modality'] }),
      hash({ by: [{ field: 'Modality', values: ['CT'] }] }),
    ];
    expect(new Set([one, ...others]).size).toBe(7);
    expect(hash({ blocks: [2026, 2025, 2026] })).toBe(hash({ blocks: [2025, 2026] }));
  });
});
