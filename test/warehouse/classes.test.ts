import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStaging, type StagedRow } from '../../src/warehouse/index.ts';
import { tally } from '../risk/tally.ts';
import { inFolder, row } from './support/archive.ts';
import { smallPolicy } from './support/small-policy.ts';

const policy = smallPolicy();
const SETS = [
  ['Modality'],
  ['PatientAge'],
  ['PatientSex'],
  ['Modality', 'PatientAge'],
  ['PatientSex', 'Modality', 'PatientAge'],
];

async function classSizes(rows: readonly StagedRow[], signal = new AbortController().signal) {
  return inFolder(async (folder) => {
    const staging = await openStaging({ folder, policy });
    await staging.add(rows);
    let told = 0;
    const onSet = (): void => {
      told += 1;
    };
    const first = await staging.classSizes({ sets: SETS, onSet, signal });
    // Nothing is left of it that a second one, or a count, would stumble over.
    expect(await staging.classSizes({ sets: SETS, onSet: () => undefined, signal })).toEqual(first);
    await staging.totals();
    await staging.close();
    expect(told).toBe(first.length);
    return first.map((sizes) => [...sizes].sort(([one], [other]) => one - other));
  });
}

/** The same by hand, of rows that are a series each. */
function expectedSizes(rows: readonly StagedRow[]) {
  const patients = [...new Set(rows.map(({ patient }) => patient))].map((one) =>
    rows.filter(({ patient }) => patient === one),
  );
  const toldBy = (set: readonly string[]): readonly string[] =>
    patients.map((own) =>
      set.map((name) => [...new Set(own.map(({ values }) => values[name]))].sort().join('+')).join(' | '),
    );
  return SETS.map((set) => [...tally(tally(toldBy(set)).values())].sort(([one], [other]) => one - other));
}

describe('classes of patients who are alike', () => {
  it('are by the set of values that stand in their series, whatever the field, MISSING included', async () => {
    const series = fc.record({
      patient: fc.integer({ min: 0, max: 7 }),
      Modality: fc.constantFrom(0, 1, 2),
      PatientAge: fc.constantFrom(40, 41, -1),
      PatientSex: fc.constantFrom(0, 1),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(series, { minLength: 1, maxLength: 20 }), async (all) => {
        const rows = all.map(({ patient, ...values }, at) => row([`p${patient}`, 's', `series ${at}`, 'i'], values));
        expect(await classSizes(rows)).toEqual(expectedSizes(rows));
      }),
      { numRuns: 25 },
    );
  });

  it('hold a patient once, however many series there are', async () => {
    const rows = Array.from({ length: 500 }, (_, at) => row(['p', 's', `series ${at}`, 'i'], { Modality: at % 3 }));
    expect(await classSizes(rows)).toEqual(SETS.map(() => [[1, 1]]));
  });

  it('take the values of a series from its least instance alone, as publish does', async () => {
    const rows = [0, 1, 2].map((Modality) => row(['p', 's', 'series', `i${Modality}`], { Modality }));
    const one = row(['q', 's', 'series', 'i0'], {
      Modality: rows.reduce((a, b) => (a.instance < b.instance ? a : b)).values.Modality ?? 0,
    });
    expect((await classSizes([...rows, one]))[0]).toEqual([[2, 1]]);
  });

  it('are by the days from the first study on where those are meant, whatever the day of that', async () => {
    const visits = (patient: string, ...days: readonly number[]) =>
      days.map((day, at) => ({ ...row([patient, `study ${at}`, 'a', 'i']), day }));
    const rows = [
      ...[...visits('p1', 100, 107), ...visits('p2', 20_000, 20_007), ...visits('p3', 5, 13)],
      ...[...visits('p4', 9), ...visits('p5', 3_000), row(['p6', 's', 'a', 'i'])], // no day of the last one is known
    ];
    const sizes = await inFolder(async (folder) => {
      const staging = await openStaging({ folder, policy });
      await staging.add(rows);
      const telling = { sets: [['offset'], ['Modality', 'offset']], days: 'offset', onSet: () => undefined };
      const found = await staging.classSizes({ ...telling, signal: new AbortController().signal });
      await staging.close();
      return found.map((one) => [...one]);
    });
    expect(sizes).toEqual(
      [1, 2].map(() => [
        [1, 2],
        [2, 2],
      ]),
    ); // p3 and p6 alone
  });

  it('end where they are told to', async () => {
    expect(await classSizes([row(['p', 's', 'a', 'i'])], AbortSignal.abort())).toEqual([]);
  });
});
