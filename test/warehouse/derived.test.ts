import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StagedInstance, StagedRow } from '../../src/warehouse/index.ts';
import { inFolder, pseudonym, publishRows, row } from './support/archive.ts';
import { smallPolicy } from './support/small-policy.ts';
import { type StoredRow, storedRows } from './support/stored-rows.ts';

const policy = smallPolicy({ derived: true, rowsPerPatientMax: 9 });
const NO_DAY = -1n;

/** A staged header of `patient/study/series`; its age tells it from others. */
function header(path: string, age: number, more: Partial<StagedRow> = {}): StagedRow {
  const [patient = '', study = '', series = ''] = path.split('/');
  return { ...row([patient, `${patient}${study}`, series, `${path}/${age}`], { PatientAge: age }), ...more };
}

function published(rows: readonly StagedRow[], counted: readonly StagedInstance[] = []): Promise<StoredRow[]> {
  return inFolder(async (folder) => {
    const { file } = await publishRows({ folder, policy, rows, counted });
    return storedRows(file, policy);
  });
}

/** What is published of a column, by the age of the header. */
const byAge = (rows: readonly StoredRow[], column: string) =>
  Object.fromEntries(rows.map((one) => [Number(one.PatientAge), one[column]]));

describe('what publish works out', () => {
  it('counts a patient’s instances, series and studies, each within its range', async () => {
    const rows = [
      header('p/1/a', 1),
      header('p/1/b', 2, { instances: 4 }),
      header('p/2/c', 3, { instances: 40 }),
      header('q/1/a', 4),
    ];
    const stored = await published(rows);
    expect(byAge(stored, 'InstancesOfSeries')).toEqual({ 1: 2n, 2: 4n, 3: 5n, 4: 2n });
    expect(byAge(stored, 'instances')).toEqual({ 1: 1n, 2: 4n, 3: 40n, 4: 1n });
    expect(byAge(stored, 'SeriesOfStudy')).toEqual({ 1: 2n, 2: 2n, 3: 1n, 4: 1n });
    expect(byAge(stored, 'StudiesOfPatient')).toEqual({ 1: 2n, 2: 2n, 3: 2n, 4: 1n });
  });

  it('counts days from the patient’s own first study, by the least day that a study’s headers name', async () => {
    const rows = [
      header('p/1/a', 1, { day: 1_000_000 }),
      header('p/1/b', 2, { day: 1_000_007 }),
      header('p/2/c', 3, { day: 1_000_040 }),
      header('p/3/d', 4),
      header('p/4/e', 5, { day: 1_900_000 }),
      header('q/1/a', 6, { day: 2 ** 48 }),
      header('r/1/a', 7),
      header('p/2/f', 8),
    ];
    expect(byAge(await published(rows), 'DaysSinceFirst')).toEqual({
      1: 0n,
      2: 0n,
      3: 40n,
      4: NO_DAY,
      5: 100n,
      6: 0n,
      7: NO_DAY,
      8: 40n, // a series without a day, in a study that has one
    });
  });

  it('counts all series of a patient, also those that the cut leaves out', async () => {
    const stored = await published(
      Array.from({ length: 30 }, (_, at) => header(`p/${at % 2}/s${at}`, at, { day: 50 + (at % 2) })),
    );
    expect(stored).toHaveLength(9);
    expect(new Set(stored.map((one) => one.SeriesOfStudy))).toEqual(new Set([4n]));
    expect(new Set(stored.map((one) => one.StudiesOfPatient))).toEqual(new Set([2n]));
    for (const one of stored) {
      expect(one.DaysSinceFirst).toBe(one.PatientAge! % 2n);
    }
  });

  it('comes from the patient’s own rows alone: what others have changes nothing', async () => {
    const own = [header('p/1/a', 1, { day: 70 }), header('p/2/a', 2, { day: 90 }), header('p/2/b', 3, { day: 91 })];
    const others = Array.from({ length: 40 }, (_, at) =>
      header(`o${at % 5}/${at % 3}/a${at % 4}`, 50 + (at % 20), { day: at, instances: at }),
    );
    // Others who share the identifiers of series, as broken archives do.
    const sharing = own.map((one) => ({ ...one, patient: pseudonym('sharing'), day: 1, instances: 9_000 }));
    const ofOwn = async (rows: readonly StagedRow[]) =>
      (await published(rows))
        .filter((one) => (one.PatientAge ?? 0n) <= 3n && one.instances !== 9_000n)
        .map(({ patient: _position, ...values }) => values);
    const alone = await ofOwn(own);
    expect(alone).toHaveLength(3);
    expect(await ofOwn([...others, ...own])).toEqual(alone);
    expect(await ofOwn([...own, ...sharing, ...others.slice(7)])).toEqual(alone);
  });

  it('agrees with a plain count, whatever is staged, in any order and in parts', async () => {
    const entry = fc.record({
      patient: fc.constantFrom('p', 'q', 'r'),
      study: fc.integer({ min: 0, max: 2 }),
      series: fc.integer({ min: 0, max: 2 }),
      instance: fc.integer({ min: 0, max: 3 }),
      day: fc.option(fc.integer({ min: 0, max: 150 }), { nil: undefined }),
      instances: fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined }),
      counted: fc.boolean(),
    });
    const entries = fc.uniqueArray(entry, {
      minLength: 1,
      maxLength: 25,
      selector: ({ patient, study, series, instance }) => `${patient}${study}${series}${instance}`,
    });
    await fc.assert(
      fc.asyncProperty(entries, async (list) => {
        const rows = list.map(({ patient, study, series, instance, day, instances }, age) => ({
          ...row([patient, `${patient}${study}`, `${series}`, `${series}-${instance}`], { PatientAge: age }),
          ...(day === undefined ? {} : { day }),
          ...(instances === undefined ? {} : { instances }),
        }));
        const [headers, counted] = [false, true].map((one) => rows.filter((_, at) => list[at]?.counted === one));
        const stored = await published(headers ?? [], counted);
        const seen = stored.map((one) => [one.PatientAge, one.instances, one.DaysSinceFirst].join());
        expect(seen.sort()).toEqual(expected(headers ?? [], counted ?? []).sort());
      }),
      { numRuns: 15 },
    );
  });
});

/** Age of the header, instances and days of each series, counted plainly. */
function expected(headers: readonly StagedRow[], counted: readonly StagedInstance[]): string[] {
  const key = ({ patient, study, series }: StagedInstance) => `${patient} ${study} ${series}`;
  const picked = headers.filter((one) =>
    headers.every((other) => key(other) !== key(one) || other.instance >= one.instance),
  );
  const dayOf = (study: string) => {
    const days = picked.filter((one) => one.study === study).flatMap(({ day }) => day ?? []);
    return days.length === 0 ? undefined : Math.min(...days);
  };
  return picked.map((one) => {
    const same = headers.filter((other) => key(other) === key(one));
    const own = [...same.filter(({ instances }) => instances === undefined), ...counted];
    const distinct = new Set(own.filter((other) => key(other) === key(one)).map(({ instance }) => instance)).size;
    const instances = Math.max(distinct, ...same.map((other) => other.instances ?? 0));
    const days = picked.filter(({ patient }) => patient === one.patient).flatMap(({ study }) => dayOf(study) ?? []);
    const day = dayOf(one.study);
    const since = day === undefined ? -1 : Math.min(100, day - Math.min(...days));
    return [one.values.PatientAge, instances, since].join();
  });
}
