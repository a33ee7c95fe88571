import { describe, expect, it } from 'vitest';
import type { Query } from '../../src/contract/index.ts';
import { exactValues } from '../../src/query/execute.ts';
import { inFolder, publishRows, row } from '../warehouse/support/archive.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { openForTest } from '../warehouse/support/stored-rows.ts';
import { planOf } from './support/declared.ts';

const policy = smallPolicy({ groupsPerPatientMax: 1 });
const PATIENTS = 900;
const [AGES, REGIONS] = [[20, 50, 70] as const, 8];

type Series = Readonly<Record<'BodyPartExamined' | 'PatientAge', number>>;

/** A series of each region, with each age in turn. */
const USUAL: readonly Series[] = Array.from({ length: REGIONS }, (_, region) => {
  return { BodyPartExamined: region, PatientAge: AGES[region % AGES.length] ?? 0 };
});

/** The numbers of an answer about patients who all have the same series. */
function answered(
  asked: Pick<Query, 'count' | 'histogram' | 'by'>,
  series: readonly Series[] = USUAL,
): Promise<readonly number[]> {
  return inFolder(async (folder) => {
    const rows = Array.from({ length: PATIENTS }, (_, patient) =>
      series.map((values, at) =>
        row([`p${patient}`, `p${patient}-s`, `p${patient}-${at}`, `i${patient}-${at}`], values),
      ),
    ).flat();
    const { file } = await publishRows({ folder, policy, rows });
    const snapshot = await openForTest(file, policy);
    const { question, compiled } = planOf(policy, { ...asked, blocks: [2026], epsilon: '1' });
    try {
      return (await exactValues(snapshot, { question, statement: compiled })).map(Number);
    } finally {
      snapshot.close();
    }
  });
}

/** Whether as many of the patients chose each as a fair choice lets expect, but for 6.1 standard deviations. */
function isFair(chosen: readonly number[]): boolean {
  const share = 1 / chosen.length;
  const most = 6.1 * Math.sqrt(PATIENTS * share * (1 - share));
  return chosen.every((number) => Math.abs(number - PATIENTS * share) <= most);
}

describe('the keyed order', () => {
  it('has each of a patient’s values come first as often', async () => {
    const [below, ...bins] = await answered({ histogram: { field: 'PatientAge', bins: [0, 30, 60, 90] } });
    expect([below, bins.slice(3)]).toEqual([0, [0, 0]]);
    expect(bins.slice(0, 3)).toSatisfy(isFair);
  });

  it.each(['series', 'patients'] as const)('has each of a patient’s cells kept as often, for %s', async (count) => {
    const cells = await answered({ count, by: ['BodyPartExamined'] });
    expect(cells.slice(REGIONS)).toEqual([0, 0]);
    expect(cells.slice(0, REGIONS)).toSatisfy(isFair);
  });

  it('has no cell that is kept prefer a value', async () => {
    const each = Array.from({ length: 9 }, (_, at) => ({ BodyPartExamined: at % 3, PatientAge: Math.floor(at / 3) }));
    const numbers = await answered(
      { histogram: { field: 'PatientAge', bins: [0, 1, 2, 3] }, by: ['BodyPartExamined'] },
      each,
    );
    const places = numbers.length / (REGIONS + 2);
    // Of each region that there is: below, three ages, above, missing.
    const inBins = [0, 1, 2].flatMap((region) => numbers.slice(region * places + 1, region * places + 4));
    expect(inBins.reduce((sum, one) => sum + one)).toBe(PATIENTS);
    expect(inBins).toSatisfy(isFair);
  });
});
