import { expect, it } from 'vitest';
import type { Query } from '../../../src/contract/index.ts';
import { declared, planOf } from '../../query/support/declared.ts';
import { type Day, patient } from '../../replay/support/history.ts';
import { policy, question } from '../attacks/people.ts';
import { worldOf } from '../support/world.ts';

const ages = [10, 90, 90].map((PatientAge) => ({ study: 1, values: { PatientAge } }));

async function exact(query: Query, since?: Day): Promise<readonly bigint[]> {
  const world = await worldOf([patient('one', ages, since)], { policy, queries: [query] });
  return world.exact(planOf(policy, query, declared(policy)).queryHash);
}

it('reduces a patient’s values first and clamps then', async () => {
  // The mean of 10, 90 and 90 lies above 50; that of 40, 50 and 50 doesn't reach it.
  const query = question({ sum: { field: 'PatientAge', reduce: 'mean', clamp: [40, 50] } }, '1');
  expect(await exact(query)).toEqual([50n]);
});

it('counts patients of the blocks that are charged, and no others', async () => {
  const query = question({ count: 'patients' }, '1');
  expect(await exact(query)).toEqual([1n]);
  expect(await exact(query, '2025-02-01')).toEqual([0n]);
});
