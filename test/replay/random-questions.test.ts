import { describe, expect, it } from 'vitest';
import type { Query } from '../../src/contract/index.ts';
import type { Column } from '../../src/policy/index.ts';
import { isObjection } from '../../src/query/index.ts';
import { sensitivityOf, squaredSensitivityOf } from '../../src/query/pieces.ts';
import type { Snapshot } from '../../src/warehouse/scan.ts';
import { declared, planOrObjection } from '../query/support/declared.ts';
import { type Dice, dice } from '../query/support/random.ts';
import { randomQuery } from '../query/support/random-query.ts';
import { inFolder, publishRows } from '../warehouse/support/archive.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { openForTest } from '../warehouse/support/stored-rows.ts';
import { patient, type Row } from './support/history.ts';
import { MUTANTS } from './support/mutants.ts';
import { type Pipeline, REAL } from './support/trial.ts';

// What one patient adds to a vector, over questions of the whole language: each of some extreme patients is alone in an intake year, so
// that a question to one year is answered by one patient. `counts.test.ts` shows that answers are sums over patients.

const policy = smallPolicy({
  derived: true,
  groupsPerPatientMax: 3,
  rowsPerPatientMax: 20,
  perGroupMax: { studies: 2, series: 3, instances: 7 },
  cellsMax: 400,
});
const YEARS = Array.from({ length: 8 }, (_, at) => 2011 + at);
const QUESTIONS = 40;
const FIELDS = ['PatientAge', 'SliceThickness', 'InstancesOfSeries', 'SeriesOfStudy', 'StudiesOfPatient'];

const STAGED = [...policy.columns].filter(([, column]) => column.kind === 'dimension' || column.derived === undefined);

/** Many rows in few studies or many, in one group or all; numbers at one end, at either, or absent. */
function extreme(throwing: Dice, at: number): Row[] {
  const studies = [1, 20, 3, 6][at % 4] ?? 1;
  return Array.from({ length: 24 }, (_row, index) => ({
    study: index % studies,
    instances: 1 + throwing.below(5),
    values: Object.fromEntries(
      STAGED.map(([keyword, column]) => [keyword, extremeValue(column, { throwing, at, index })]),
    ),
  }));
}

interface Place {
  readonly throwing: Dice;
  readonly at: number;
  readonly index: number;
}

function extremeValue(column: Column, { throwing, at, index }: Place): number {
  if (column.kind === 'dimension') {
    return at % 2 === 0 ? 0 : index % (column.missingCode + 1);
  }
  const { maxStep, minStep, missingStep } = column;
  return throwing.chance(0.05) ? missingStep : throwing.one([maxStep, at < 4 ? maxStep : minStep]);
}

function withPatients<T>(use: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const throwing = dice(2011);
    let last: Awaited<ReturnType<typeof publishRows>> | undefined;
    for (const [at, year] of YEARS.entries()) {
      const { rows } = patient(`extreme-${at}`, extreme(throwing, at));
      const expected = last === undefined ? {} : { expected: last.record };
      last = await publishRows({ folder, policy, rows, day: `${year}-06-01`, seed: String(year), ...expected });
    }
    const snapshot = await openForTest(last?.file ?? '', policy);
    try {
      return await use(snapshot);
    } finally {
      snapshot.close();
    }
  });
}

/** A question of every shape; some of many measures, of moments of several fields among them, and half without conditions. */
function question(throwing: Dice): Query {
  const { by, cohort, where, ...query } = randomQuery(policy, throwing);
  const conditions = throwing.chance(0.5) ? {} : { ...(cohort && { cohort }), ...(where && { where }) };
  const rest = { ...conditions, ...(by && { by }) };
  const value = (field: string) => ({ field, per: throwing.one(['patient', 'study'] as const) });
  const reduce = throwing.one(['first', 'min', 'max', 'mean'] as const);
  const several: Query['measures'] = [
    { moments: { fields: throwing.some(FIELDS, 2 + throwing.below(4)), per: 'study', reduce }, weight: 3 },
    { quantiles: { ...value('PatientAge'), reduce, clamp: [7, 60] } },
    { histogram: { ...value('PatientAge'), reduce, bins: [0, 20, 90] } },
    { variance: { ...value('SliceThickness'), clamp: [2, 9.5] } },
  ];
  const { blocks, epsilon } = query;
  return throwing.chance(0.5)
    ? { ...query, ...rest }
    : { measures: throwing.some(several, 1 + throwing.below(4)), ...rest, blocks, epsilon };
}

interface Moved {
  readonly name: string;
  readonly isBeyond: boolean;
  readonly isReached: boolean;
}

/** What each patient adds to each piece of random questions, beside what the plan declares. */
async function movedBy(pipeline: Pipeline): Promise<readonly Moved[]> {
  return withPatients(async (snapshot) => {
    const throwing = dice(40);
    const found: Moved[] = [];
    for (let at = 0; at < QUESTIONS; at += 1) {
      const asked = question(throwing);
      for (const year of YEARS) {
        const plan = planOrObjection(policy, { ...asked, blocks: [year] }, declared(policy, { blocks: YEARS }));
        if (isObjection(plan)) {
          break;
        }
        const bounded = pipeline.plan(plan.question);
        const vector = [
          ...(await pipeline.count(snapshot, { question: bounded, statement: pipeline.compile(bounded) })),
        ];
        for (const piece of bounded.pieces) {
          const own = vector.splice(0, piece.width * bounded.cells);
          const distance = own.reduce((sum, value) => sum + (value < 0n ? -value : value), 0n);
          const square = own.reduce((sum, value) => sum + value * value, 0n);
          const [most, mostSquared] = [sensitivityOf(bounded, piece), squaredSensitivityOf(bounded, piece)];
          const isBeyond = distance > most || square > mostSquared;
          found.push({ name: piece.name, isBeyond, isReached: distance === most && square === mostSquared });
        }
      }
    }
    return found;
  });
}

describe('questions of the whole language', () => {
  it('are moved by no patient beyond what their plans declare, and every kind of piece by as much', async () => {
    const moved = await movedBy(REAL);
    expect(moved.filter(({ isBeyond }) => isBeyond)).toEqual([]);
    const reached = new Set(moved.filter(({ isReached }) => isReached).map(({ name }) => name));
    expect([...reached].sort()).toEqual(['bins', 'n', 'product', 'square', 'sum', 'tree']);
  }, 120_000);

  it.each([
    'l0 ignored',
    'studies of a patient not capped',
    'squares bounded like sums',
    'levels of a tree as a partition',
  ])(
    'would be, by a planted fault: %s',
    async (fault) => {
      const moved = await movedBy(MUTANTS[fault] ?? REAL);
      expect(moved.some(({ isBeyond }) => isBeyond)).toBe(true);
    },
    120_000,
  );
});
