import { describe, expect, it } from 'vitest';
import { createBudget } from '../../src/budget/index.ts';
import { verifyJournal } from '../../src/journal/index.ts';
import { ask, BLOCK, type BudgetSite, grant, openSite, request, SITE, spent } from '../support/budget-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { Dice } from './dice.ts';

const CLIENTS = 64;
const REQUESTS = 200;
const SEEDS = 50;

/** One client: asks one thing after the other; tells how often it was answered. */
async function client(site: BudgetSite, first: number, cost: bigint): Promise<number> {
  let answered = 0;
  for (let at = 0; at < REQUESTS; at += 1) {
    const outcome = await ask(site, { ref: request(first + at), nanoEpsilon: cost, cells: 1 });
    answered += typeof outcome === 'string' ? 0 : 1;
  }
  return answered;
}

describe(`${CLIENTS} clients with ${REQUESTS} requests each`, () => {
  it(`spend exactly ⌊cap/cost⌋·cost, for each of ${SEEDS} seeds`, async () => {
    let asked = 0;
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const dice = new Dice(seed, 0);
      const cost = dice.pick([1n, 7n, 99_999_999n, 1_000_000_001n, 9_007_199_254_740_993n]);
      const cap = cost * BigInt(40 + dice.upTo(120)) + (BigInt(dice.upTo(0xffff)) % cost);
      const disk = new MemoryDisk();
      const site = await openSite(disk, { entropy: dice.entropy() });
      await grant(site, cap);
      const clients = Array.from({ length: CLIENTS }, (_, at) => client(site, at * REQUESTS, cost));
      const answered = (await Promise.all(clients)).reduce((sum, count) => sum + count, 0);
      expect(spent(site, BLOCK)).toBe((cap / cost) * cost);
      expect(BigInt(answered)).toBe(cap / cost);
      expect(verifyJournal({ disk, folds: [createBudget({ site: SITE })] }).verified).toBe(true);
      asked += CLIENTS * REQUESTS;
    }
    expect(asked).toBe(640_000);
  });
});
