import { describe, expect, it } from 'vitest';
import { CLAUSES } from './clauses.ts';
import { embeddedLog } from './embedded-log.ts';
import { FAULTS, inMemory } from './in-memory.ts';

const clauses = Object.entries(CLAUSES);

// Another store is added here, and passes every clause before it may take the place of the embedded log.
const STORES = { 'the embedded log': embeddedLog, 'a store in memory': () => inMemory() };

for (const [name, makeStore] of Object.entries(STORES)) {
  describe(name, () => {
    it.each(clauses)('%s', async (_, clause) => {
      await clause(makeStore());
    });
  });
}

describe('a store that', () => {
  it.each(Object.entries(FAULTS))('%s is found out by the clauses that are about it', async (_, { fault, noticed }) => {
    for (const clause of noticed) {
      await expect(CLAUSES[clause](inMemory(fault)), clause).rejects.toThrow();
    }
  });

  it('is wrong in any way that a clause is about is in the list', () => {
    const noticed = new Set<string>(Object.values(FAULTS).flatMap((one) => one.noticed));
    expect(clauses.map(([clause]) => clause).filter((clause) => !noticed.has(clause))).toEqual([]);
  });
});
