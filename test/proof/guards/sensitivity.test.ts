import { describe, expect, it } from 'vitest';
import { type Contribution, patient, replayed } from '../../replay/support/history.ts';
import {
  declaredOf,
  declaredSquaresOf,
  distancesOf,
  REAL,
  squaresOf,
  type Trial,
  trials,
} from '../../replay/support/trial.ts';
import { pseudonym } from '../../warehouse/support/archive.ts';
import { policy, question } from '../attacks/people.ts';

// A short record and replay, of the measures that bound most: `test/replay/` has the long one.

const QUERIES = [
  question({ count: 'series', by: ['Modality'] }, '1'),
  question({ moments: { fields: ['PatientAge', 'SliceThickness'] } }, '1'),
  question({ sum: { field: 'PatientAge', clamp: [0, 45] } }, '1'),
  question({ variance: { field: 'PatientAge', clamp: [0, 45] } }, '1'),
  question({ quantiles: 'PatientAge' }, '1'),
];

/** Names whose pseudonyms stand before and after all others: without one of them every position moves. */
const [FIRST = '', LAST = ''] = [1, -1].map(
  (way) =>
    Array.from({ length: 500 }, (_, at) => `removed-${at}`).sort((left, right) =>
      pseudonym(left) < pseudonym(right) ? -way : way,
    )[0],
);

function busy(name: string, age: number): Contribution {
  const rows = Array.from({ length: 20 }, (_, at) => ({
    study: at % 3,
    values: { Modality: at % 5, PatientAge: age, SliceThickness: 20 },
  }));
  return patient(name, rows);
}

/** No two alike nearby: were they alike, nothing would come of whose cells are whose. */
const background = Array.from({ length: 30 }, (_, at) =>
  patient(
    `other-${at}`,
    Array.from({ length: 4 + (at % 3) * 4 }, (_row, row) => ({
      study: row % 3,
      values: { Modality: (at + (row % 4)) % 6, PatientAge: 10 + at, SliceThickness: at % 20 },
    })),
  ),
);

describe('with and without a busy patient', () => {
  it('answers before noise differ by the declared sensitivities at most, and by just those for some patient', async () => {
    const run = (history: readonly Contribution[]): Promise<Trial[]> =>
      replayed(history, policy, (file) => trials(file, { policy, queries: QUERIES, pipeline: REAL }));
    const without = await run(background);
    const complete = await Promise.all(
      [busy(FIRST, 0), busy(LAST, 90)].map((removed) => run([...background, removed])),
    );
    const reachedBy = (of: typeof distancesOf) =>
      QUERIES.map((_, at) => {
        const [first = [], last = []] = complete.map((all) => of(all[at]!, without[at]!));
        return first.map((distance, piece) => (distance > last[piece]! ? distance : last[piece]!));
      });
    expect(reachedBy(distancesOf)).toEqual(without.map(declaredOf));
    expect(reachedBy(squaresOf)).toEqual(without.map(declaredSquaresOf));
  });
});
