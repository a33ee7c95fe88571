import { describe, expect, it } from 'vitest';
import { type Fence, judge } from './bypass.ts';
import { BUDGET } from './bypasses/budget.table.ts';
import { MASKING } from './bypasses/masking.table.ts';
import { PRIVACY } from './bypasses/privacy.table.ts';
import { QUERY } from './bypasses/query.table.ts';

// More of the fence is one row of a table, or one table here.
const FENCES: Readonly<Record<string, Fence>> = { privacy: PRIVACY, masking: MASKING, budget: BUDGET, query: QUERY };

const { complaintsOf } = judge(Object.values(FENCES));

describe('the fence', () => {
  it('is tried in at least twenty ways, which fail for more than a handful of reasons', () => {
    const tried = Object.values(FENCES).flatMap(({ bypasses }) => bypasses);
    expect(PRIVACY.bypasses.length).toBeGreaterThanOrEqual(20);
    expect(new Set(tried.map(({ error }) => error)).size).toBeGreaterThan(5);
  });
});

describe.each(Object.entries(FENCES))('the types of %s', (_, { bypasses, controls }) => {
  it.each(bypasses.map((bypass) => [bypass.name, bypass] as const))('never let through what %s', (name, bypass) => {
    const complaints = complaintsOf(name);
    expect(complaints.map(({ number }) => number)).toEqual([bypass.error]);
    expect(complaints[0]?.text).toContain(bypass.says);
  });

  it.each(controls.map(({ name }) => name))('let through what %s', (name) => {
    expect(complaintsOf(name)).toEqual([]);
  });
});
