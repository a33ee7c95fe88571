import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { By, Query, ReleasedWire } from '../../src/contract/index.ts';
import { contributionOf } from '../../src/coordinator/contribution.ts';
import { lawOf } from '../../src/privacy/index.ts';
import { noiseSum } from '../../src/privacy/laws.ts';
import { exactValues } from '../../src/query/execute.ts';
import { finerAnswers, isObjection, planned, statementOf } from '../../src/query/index.ts';
import type { Snapshot } from '../../src/warehouse/scan.ts';
import { publishRows, row } from '../warehouse/support/archive.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { openForTest } from '../warehouse/support/stored-rows.ts';
import { declared, planOf } from './support/declared.ts';
import { dice } from './support/random.ts';

const policy = smallPolicy({ derived: true, groupsPerPatientMax: 3, cellsMax: 1_000 });
const folder = mkdtempSync(join(tmpdir(), 'sfumato-finer-'));
let snapshot: Snapshot;
beforeAll(async () => {
  const throwing = dice(11);
  const rows = Array.from({ length: 150 }, (_, patient) =>
    Array.from({ length: 1 + throwing.below(10) }, (_row, series) =>
      row([`p${patient}`, `p${patient}-${series % 4}`, `p${patient}-${series}`, `p${patient}-${series}-0`], {
        PatientSex: throwing.below(5),
        Modality: throwing.below(7),
        PatientAge: throwing.below(92) - 1,
        SliceThickness: throwing.below(22) - 1,
      }),
    ),
  ).flat();
  snapshot = await openForTest((await publishRows({ folder, policy, rows })).file, policy);
});
afterAll(() => {
  snapshot.close();
  rmSync(folder, { recursive: true, force: true });
});

const common = { blocks: [2026], epsilon: '1' };
const three: By = { field: 'Modality', values: ['CT', 'MR', 'US'] };

/** The exact numbers of a question, as if they had been released without noise. */
async function exactly(query: Query): Promise<ReleasedWire> {
  const { question, compiled } = planOf(policy, query);
  const vector = [...(await exactValues(snapshot, { question, statement: compiled }))].map(String);
  const statement = planned({ policy, query, facts: declared(policy) }, (plan) => statementOf(plan));
  if (isObjection(statement)) {
    throw new Error(statement.detail);
  }
  const values = question.pieces.map(({ width }) => vector.splice(0, width * question.cells));
  return { ...statement, state: 'released', values };
}

const reply = (answer: ReleasedWire) => ({ answer, replayed: true, receipt: null });

/** The exact numbers of a finer question, added up as a coordinator does. */
async function addedUp(query: Query, over: readonly string[]) {
  const finer = await exactly({ ...query, by: [...(query.by ?? []), ...over] });
  const { queryHash } = planOf(policy, query);
  return contributionOf({ ...reply(finer), collapse: { over: [...over], queryHash } });
}

describe('a coarser table from a finer one', () => {
  it.each<[string, Query]>([
    ['a count of patients', { count: 'patients', ...common }],
    ['a count of few groups', { count: 'patients', by: [three], ...common }],
    ['a count by what a patient has once', { count: 'patients', by: ['StudiesOfPatient'], ...common }],
    ['a count of studies', { count: 'studies', where: { Modality: ['CT', 'MR'] }, ...common }],
    ['a count of instances by group', { count: 'instances', by: [three], ...common }],
    ['a cohort', { count: 'series', cohort: { has: { Modality: 'CT' } }, ...common }],
    ['a sum', { sum: 'PatientAge', by: [three], ...common }],
    ['a mean over studies', { mean: { field: 'SliceThickness', per: 'study' }, by: [three], ...common }],
    ['a variance', { variance: 'PatientAge', ...common }],
    ['a histogram', { histogram: 'PatientAge', by: [three], ...common }],
    ['a quantile tree', { quantiles: { field: 'SliceThickness', reduce: 'max' }, ...common }],
    ['moments', { moments: { fields: ['PatientAge', 'SliceThickness'] }, ...common }],
    ['several measures', { measures: [{ count: 'patients' }, { mean: 'PatientAge' }], ...common }],
  ])('is exactly what the question itself would give: %s', async (_, query) => {
    const direct = contributionOf(reply(await exactly(query)));
    const { finer } = planOf(policy, query);
    expect(finer.length).toBeGreaterThanOrEqual(1);
    expect(direct?.values.flat().some((value) => value !== 0n)).toBe(true);
    for (const { over, cellsPerCell, questionKey } of finer) {
      // It is found under the key that it has when it is asked itself.
      expect(planOf(policy, { ...query, by: [...(query.by ?? []), ...over] }).questionKey).toBe(questionKey);
      const coarser = await addedUp(query, over);
      expect({ over, values: coarser?.values }).toEqual({ over, values: direct?.values });
      expect(coarser?.release.keys).toEqual(direct?.release.keys);
      expect(coarser?.shape).toBe(direct?.shape);
      // Every sum holds one draw of noise for each cell that went into it.
      expect(coarser?.laws.map(({ length }) => length)).toEqual(direct?.laws.map(() => cellsPerCell));
    }
  });

  it('is not offered where a patient touches more groups than count, and there it can be another table', async () => {
    const query: Query = { count: 'series', by: ['Modality'], ...common };
    expect(planOf(policy, query).finer).toEqual([]);
    const direct = contributionOf(reply(await exactly(query)));
    const forced = await addedUp(query, ['PatientSex']);
    expect(forced?.values).not.toEqual(direct?.values);
  });

  it('is not offered over a field that a patient may have several of, and there it would count patients twice', async () => {
    const query: Query = { count: 'patients', ...common };
    const over = planOf(policy, query).finer.flatMap((one) => one.over);
    expect([...new Set(over)].sort()).toEqual(['PatientSex', 'StudiesOfPatient']);
    const direct = contributionOf(reply(await exactly(query)));
    const bySeveral = contributionOf({
      ...reply(await exactly({ ...query, by: [three] })),
      collapse: { over: ['Modality'], queryHash: '0'.repeat(64) },
    });
    expect(bySeveral?.values).not.toEqual(direct?.values);
  });

  it('is not offered of fields that the project may not use', () => {
    const facts = declared(policy, { fields: ['Modality', 'StudiesOfPatient'] });
    const { finer } = planOf(policy, { count: 'patients', ...common }, facts);
    expect(finer.map(({ over }) => over)).toEqual([['StudiesOfPatient']]);
  });

  it('serves only where its intervals are no wider than those of the question’s own noise', () => {
    const query: Query = { count: 'patients', ...common };
    const plan = planOf(policy, query);
    const asked = (nanoEpsilon: bigint) => ({
      name: 'discrete-laplace' as const,
      pieces: [{ length: 1, sensitivity: 1n, sensitivitySquared: 1n, nanoEpsilon }],
    });
    const [bySex] = finerAnswers(plan, asked(1_000_000_000n));
    const serves = (nanoEpsilon: bigint) => bySex?.serves([{ sensitivity: 1n, sensitivitySquared: 1n, nanoEpsilon }]);
    // Five draws of the same scale are wider than one; at a scale of 1/4 they are not.
    expect([serves(1_000_000_000n), serves(4_000_000_000n)]).toEqual([false, true]);
    expect(bySex?.serves([])).toBe(false);
  });

  it('serves only where its sums vary no more than the question’s own noise, whatever is worked out of many of them', () => {
    const plan = planOf(policy, { sum: 'PatientAge', ...common });
    const facts = { sensitivity: 1_000n, sensitivitySquared: 1_000_000n };
    const one = { length: 1, ...facts, nanoEpsilon: 1_000_000_000n };
    const [bySex] = finerAnswers(plan, { name: 'discrete-laplace', pieces: [one] });
    const serves = (nanoEpsilon: bigint) => bySex?.serves([{ ...facts, nanoEpsilon }]);
    const scales = (count: number, nanoEpsilon: bigint) =>
      Array.from({ length: count }, () => lawOf('discrete-laplace', { ...facts, nanoEpsilon }));
    // Five draws at ε 2.15 have a narrower interval than one at ε 1, and a deviation of 1,471 beside 1,414.
    const [sum, own] = [noiseSum(scales(5, 2_150_000_000n)), noiseSum(scales(1, one.nanoEpsilon))];
    expect([sum.within(0.05) < own.within(0.05), sum.variance > own.variance]).toEqual([true, true]);
    expect([serves(2_150_000_000n), serves(2_300_000_000n)]).toEqual([false, true]);
  });
});
