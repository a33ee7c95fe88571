import { describe, expect, it } from 'vitest';
import { PurposeClass, purposeBit, type Query } from '../../src/contract/index.ts';
import { exactValues } from '../../src/query/execute.ts';
import { openSnapshot, type Snapshot } from '../../src/query/index.ts';
import { scanOf } from '../../src/query/snapshot.ts';
import { inFolder, pseudonym, publishRows, row } from '../warehouse/support/archive.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { declared, planOf } from './support/declared.ts';

const policy = smallPolicy();
const QUERY: Query = { count: 'patients', by: ['Modality'], blocks: [2026], epsilon: '2' };
const people = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, at) => pseudonym(`p${from + at}`));

/** 40 patients: 10 allow research alone, 5 quality alone, 3 have withdrawn; 22 said nothing. */
function withSnapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const rows = Array.from({ length: 40 }, (_, at) =>
      row([`p${at}`, `s${at}`, `e${at}`, `i${at}`], { Modality: 0, PatientAge: 50 }),
    );
    const narrowed = [
      { pseudonyms: people(0, 10), allowed: purposeBit('research') },
      { pseudonyms: people(10, 15), allowed: purposeBit('quality') },
    ];
    const { file } = await publishRows({ folder, policy, rows, narrowed, optedOut: people(15, 18) });
    const { deidentificationHash } = policy;
    const snapshot = await openSnapshot({ file, deidentificationHash, patientsLog2: 10 });
    try {
      return await work(snapshot);
    } finally {
      snapshot.close();
    }
  });
}

/** What a count is before noise. */
async function exactly(snapshot: Snapshot, purposeClass: PurposeClass, query = QUERY): Promise<readonly bigint[]> {
  const { question, compiled } = planOf(policy, query, declared(policy, { purposeClass }));
  return [...(await exactValues(scanOf(snapshot), { question, statement: compiled }))];
}

describe('a patient who allows some purposes', () => {
  it('counts for those and for no other, patient by patient', async () => {
    await withSnapshot(async (snapshot) => {
      const counts: Record<string, bigint | undefined> = {};
      for (const purpose of PurposeClass.options) {
        counts[purpose] = (await exactly(snapshot, purpose))[0];
      }
      expect(counts).toEqual({
        research: 32n,
        quality: 27n,
        education: 22n,
        'public-health': 22n,
        'product-development': 22n,
      });
    });
  });
});

describe('measures of values', () => {
  it('leave out who does not allow the purpose before anything is bounded', async () => {
    const sum: Query = { sum: { field: 'PatientAge' }, blocks: [2026], epsilon: '2' };
    await withSnapshot(async (snapshot) => {
      expect(await exactly(snapshot, 'education', sum)).toEqual([22n * 50n]);
      expect(await exactly(snapshot, 'research', sum)).toEqual([32n * 50n]);
    });
  });
});

describe('a question', () => {
  it('is another for every purpose, so that no stored answer of one serves another', () => {
    const keys = PurposeClass.options.map((purposeClass) => planOf(policy, QUERY, declared(policy, { purposeClass })));
    expect(new Set(keys.map(({ questionKey }) => questionKey)).size).toBe(PurposeClass.options.length);
  });

  it('costs every block in full, whatever its purpose, and runs the same statement', () => {
    const plans = PurposeClass.options.map((purposeClass) => planOf(policy, QUERY, declared(policy, { purposeClass })));
    expect(new Set(plans.map(({ compiled }) => compiled.sql)).size).toBe(1);
    expect(new Set(plans.map(({ blocks }) => JSON.stringify(blocks))).size).toBe(1);
    expect(new Set(plans.map(({ timeClassMs }) => timeClassMs)).size).toBe(1);
  });
});
