import { describe, expect, it } from 'vitest';
import type { Query } from '../../src/contract/index.ts';
import { dice } from '../query/support/random.ts';
import { pseudonym } from '../warehouse/support/archive.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { type Contribution, patient, type Row, replayed, type Said } from './support/history.ts';
import { MUTANTS, purposesIgnored } from './support/mutants.ts';
import {
  declaredOf,
  declaredSquaresOf,
  distancesOf,
  findings,
  type Pipeline,
  REAL,
  squaresOf,
  type Trial,
  trials,
} from './support/trial.ts';

// Record and replay: a site's whole path from staged rows to the vector that noise is added to, publish and DuckDB
// included, on two histories of which one lacks one patient. Randomness is frozen. Whatever can be seen must be equal,
// and the vectors may differ by the declared sensitivities, L1 and L2, at most.

const policy = smallPolicy({
  groupsPerPatientMax: 3,
  rowsPerPatientMax: 12,
  perGroupMax: { studies: 2, series: 3, instances: 9 },
  patientsLog2: 11,
});

const common = { blocks: [2024, 2025, 2026], epsilon: '1' };
const chest: Query['where'] = { all: [{ Modality: ['CT', 'MR'] }, { not: { BodyPartExamined: 'CHEST' } }] };
const cohort: Query['cohort'] = { all: [{ has: { Modality: 'CT' } }, { not: { has: { Manufacturer: 'CUMULUS' } } }] };

/** Every measure, ungrouped and grouped, by masks and by rows, with conditions of every kind. */
const QUERIES: readonly Query[] = [
  { count: 'patients', ...common },
  { count: 'patients', cohort, where: { PatientAge: { between: [50, 80] } }, ...common },
  { count: 'patients', by: ['Modality'], ...common },
  { count: 'patients', by: ['PatientSex'], where: chest, ...common },
  { count: 'patients', by: ['Modality', { field: 'PatientAge', bins: [0, 40, 90] }], cohort, ...common },
  { count: 'patients', by: ['Modality', 'BodyPartExamined'], ...common },
  { count: 'patients', by: ['Modality'], where: { ImageType: ['ORIGINAL', 'OTHER'] }, ...common, blocks: [2025] },
  { count: 'studies', ...common },
  { count: 'studies', by: ['Modality'], where: { ImageType: ['ORIGINAL', 'OTHER'] }, ...common },
  { count: 'studies', by: ['Modality'], ...common },
  { count: 'series', ...common },
  { count: 'series', by: ['BodyPartExamined'], cohort: { has: { Modality: ['CT', 'OTHER'] } }, ...common },
  { count: 'series', by: ['Modality'], ...common },
  { count: 'instances', ...common },
  { count: 'instances', by: ['Modality'], ...common },
  { count: 'patients', by: ['Modality', 'PatientSex', 'Manufacturer'], ...common },
  { sum: 'PatientAge', where: { Modality: ['CT', 'MR', 'US', 'DX'] }, ...common },
  {
    sum: { field: 'PatientAge', per: 'study', reduce: 'max' },
    by: ['Modality'],
    cohort: { has: { Modality: 'CT' } },
    ...common,
  },
  { mean: { field: 'PatientAge', clamp: [1, 90] }, ...common },
  { mean: { field: 'SliceThickness', per: 'study', reduce: 'mean' }, by: ['Modality'], ...common },
  { variance: { field: 'PatientAge', reduce: 'min' }, by: ['Modality'], ...common },
  { variance: { field: 'SliceThickness', per: 'study', clamp: [2, 8] }, ...common },
  { quantiles: 'PatientAge', ...common },
  {
    quantiles: { field: 'SliceThickness', per: 'study' },
    by: [{ field: 'Modality', values: ['CT', 'MR', 'US'] }],
    ...common,
  },
  { histogram: 'PatientAge', by: ['Modality'], ...common },
  {
    histogram: { field: 'SliceThickness', per: 'study', bins: [1, 3, 10] },
    cohort: { has: { Modality: 'CT' } },
    ...common,
  },
  { moments: { fields: ['PatientAge', 'SliceThickness'] }, by: ['Modality'], ...common },
  { moments: { fields: ['PatientAge', 'SliceThickness'], per: 'study', reduce: 'mean' }, ...common },
  {
    measures: [
      { count: 'studies', weight: 3 },
      { mean: 'PatientAge' },
      { quantiles: { field: 'SliceThickness', per: 'study' } },
      { histogram: 'PatientAge' },
    ],
    by: [{ field: 'Modality', values: ['CT', 'MR', 'US', 'DX'] }],
    ...common,
  },
];

const MISSING_ROW = Object.fromEntries(
  [...policy.columns].map(([keyword, column]) => [
    keyword,
    column.kind === 'dimension' ? column.missingCode : column.missingStep,
  ]),
);
const HIGHEST = Object.fromEntries(
  [...policy.columns].map(([keyword, column]) => [
    keyword,
    column.kind === 'dimension' ? column.otherCode : column.maxStep,
  ]),
);

/** Rows over four modalities and regions and three sexes, a study and four instances each: more than any bound keeps. */
const everywhere = (rows: number): Row[] =>
  Array.from({ length: rows }, (_, at) => ({
    study: at,
    instances: 4,
    values: {
      Modality: at % 4,
      PatientSex: 0,
      BodyPartExamined: 1 + (at % 4),
      ImageType: 0,
      PatientAge: 20 * (at % 4),
    },
  }));

/** Rows over four modalities in three studies each, all numbers at their upper ends: what moves sums, squares and trees the most. */
const highest: Row[] = Array.from({ length: 12 }, (_, at) => ({
  study: Math.floor(at / 4),
  instances: 4,
  values: { ...HIGHEST, Modality: at % 4, BodyPartExamined: 1 + (at % 4), PatientSex: 0, ImageType: 0 },
}));

/** Names whose pseudonyms stand before and after nearly all others, so that all positions shift, or none but the last. */
const [FIRST = '', LAST = ''] = [1, -1].map(
  (way) =>
    Array.from({ length: 500 }, (_, at) => `removed-${at}`).sort((left, right) =>
      pseudonym(left) < pseudonym(right) ? -way : way,
    )[0],
);

/** Patients that one history has and its neighbour lacks. */
const REMOVED: Readonly<Record<string, Contribution>> = {
  'a patient with one row': patient('removed', [{ study: 1, values: { Modality: 0, PatientAge: 60, PatientSex: 1 } }]),
  'a patient with everything missing': patient('removed', [{ study: 1, values: MISSING_ROW }]),
  'a patient with values that nobody else has': patient('removed', [{ study: 1, values: HIGHEST }]),
  'a patient with rows up to the cap': patient(LAST, everywhere(12)),
  'a patient with rows beyond the cap': patient(FIRST, everywhere(40)),
  'a patient at the upper ends of all numbers': patient('removed', highest),
  'a patient alone in a block': patient('removed', everywhere(12), '2025-02-01'),
};

/** Others, with a handful of rows each; nobody has the highest values. Every fourth has more cells than may be kept. */
function others(count: number): Contribution[] {
  const throwing = dice(count);
  return Array.from({ length: count }, (_, at) => {
    const rows = Array.from({ length: at % 4 === 0 ? 10 : 1 + throwing.below(5) }, (_row, index) => ({
      study: throwing.below(3),
      values: {
        Modality: at % 4 === 0 ? index % 7 : throwing.below(3),
        BodyPartExamined: throwing.below(6),
        Manufacturer: throwing.below(2),
        PatientSex: throwing.below(2),
        PatientAge: throwing.below(85) - 1,
        SliceThickness: throwing.below(18) - 1,
        ImageType: 0,
      },
    }));
    return patient(`other-${at}`, rows);
  });
}

/** Others of whom some said something: of ten one each withdrew, before anything came or after, or allows one purpose alone. */
function heardOthers(count: number): Contribution[] {
  return others(count).map((one, at) => ({
    ...one,
    since: at % 2 === 0 ? '2025-02-01' : one.since,
    said: SAID[at % 10],
  }));
}

const SAID: Readonly<Record<number, Said>> = {
  0: { before: '2026-02-01', only: 'nothing' },
  3: { before: '2025-02-01', only: 'nothing' },
  5: { before: '2026-02-01', only: 'research' },
  7: { before: '2026-02-01', only: 'quality' },
};

/** Patients who may not be counted, whatever they contribute. */
const SILENT: Readonly<Record<string, Contribution>> = {
  'withdrew after a publish': saying({ since: '2025-02-01', said: { before: '2026-02-01', only: 'nothing' } }),
  'withdrew before the first': saying({ since: '2025-02-01', said: { before: '2025-02-01', only: 'nothing' } }),
  'withdrew before anything came': saying({ since: '2026-02-01', said: { before: '2025-02-01', only: 'nothing' } }),
  'allows another purpose alone': saying({ since: '2025-02-01', said: { before: '2026-02-01', only: 'quality' } }),
};

function saying({ since, said }: Pick<Contribution, 'since' | 'said'>): Contribution {
  return { ...patient(FIRST, everywhere(40), since), said };
}

function trialsOf(history: readonly Contribution[], pipeline: Pipeline = REAL): Promise<Trial[]> {
  const run = (file: string): Promise<Trial[]> => trials(file, { policy, queries: QUERIES, pipeline });
  return replayed(history, policy, run);
}

function findingsOf(one: readonly Trial[], other: readonly Trial[]) {
  return QUERIES.map((query, at) => ({ query, findings: findings(one[at]!, other[at]!) }));
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

const NO_FINDINGS = QUERIES.map((query) => ({ query, findings: [] }));

describe('two histories that differ in one patient', () => {
  it('differ in nothing but counts, within the declared sensitivities, and every measure reaches both', async () => {
    const background = others(60);
    const without = await trialsOf(background);
    const largest = without.map((trial) => declaredOf(trial).map(() => ({ distance: 0n, square: 0n })));
    for (const removed of Object.values(REMOVED)) {
      const complete = await trialsOf([...background, removed]);
      expect({ removed, all: findingsOf(complete, without) }).toEqual({ removed, all: NO_FINDINGS });
      QUERIES.forEach((_, at) => {
        const pair = [complete[at]!, without[at]!] as const;
        const [distances, squares] = [distancesOf(...pair), squaresOf(...pair)];
        largest[at] = largest[at]!.map(({ distance, square }, piece) => ({
          distance: larger(distance, distances[piece]!),
          square: larger(square, squares[piece]!),
        }));
      });
    }
    const all = QUERIES.map((query, at) => ({ query, reached: largest[at] }));
    const declared = without.map((trial) => {
      const squares = declaredSquaresOf(trial);
      return declaredOf(trial).map((distance, piece) => ({ distance, square: squares[piece] }));
    });
    expect(all).toEqual(QUERIES.map((query, at) => ({ query, reached: declared[at] })));
  });

  it.each([0, 1, 255, 256, 1023, 1024])(
    'look the same around %i patients, where positions cross a power of two',
    async (count) => {
      const without = others(count);
      const complete = await trialsOf([...without, REMOVED['a patient with rows up to the cap']!]);
      expect(findingsOf(complete, await trialsOf(without))).toEqual(NO_FINDINGS);
    },
  );
});

describe('a patient who withdrew, or allows other purposes alone', () => {
  /** How far each piece of each measure is moved, and what else differs. */
  async function movedBy(silent: Contribution, pipeline: Pipeline = REAL) {
    const background = heardOthers(60);
    const [complete, without] = [
      await trialsOf([...background, silent], pipeline),
      await trialsOf(background, pipeline),
    ];
    expect(findingsOf(complete, without)).toEqual(NO_FINDINGS);
    return QUERIES.map((_, at) => distancesOf(complete[at]!, without[at]!));
  }
  const moved = (distances: readonly (readonly bigint[])[]) => distances.flat().some((distance) => distance !== 0n);

  it.each(Object.entries(SILENT))('moves nothing and shows in nothing: %s', async (_, silent) => {
    expect(moved(await movedBy(silent))).toBe(false);
  });

  it('would move what is counted where that is not looked at', async () => {
    expect(moved(await movedBy(SILENT['allows another purpose alone']!, purposesIgnored))).toBe(true);
    expect(moved(await movedBy({ ...SILENT['withdrew after a publish']!, said: undefined }))).toBe(true);
  });
});

describe('a planted fault', () => {
  it.each(Object.entries(MUTANTS))('is found, by what it does: %s', async (name, mutant) => {
    const background = others(name === 'no sentinel rows' ? 256 : 60);
    const without = await trialsOf(background, mutant);
    const found: string[] = [];
    for (const removed of Object.values(REMOVED).reverse()) {
      const complete = await trialsOf([...background, removed], mutant);
      found.push(...findingsOf(complete, without).flatMap((one) => one.findings));
      if (found.some((finding) => mutant.foundBy.test(finding))) {
        break;
      }
    }
    expect(found.filter((finding) => mutant.foundBy.test(finding))).not.toEqual([]);
    expect(found).not.toContain('failure');
  });
});
