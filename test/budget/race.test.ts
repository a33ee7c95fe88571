import { describe, expect, it } from 'vitest';
import { createBudget } from '../../src/budget/index.ts';
import { verifyJournal } from '../../src/journal/index.ts';
import {
  ANALYST,
  ask,
  BLOCK,
  grant,
  mechanismOf,
  openSite,
  PROJECT,
  request,
  reserveFor,
  SITE,
  spent,
} from '../support/budget-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

describe('requests racing for the last of the budget', () => {
  it('spend exactly ⌊cap/cost⌋·cost, whatever the cost', async () => {
    for (const cost of [1n, 7n, 99_999_999n, 100_000_000n, 333_333_333n, 1_000_000_001n]) {
      const disk = new MemoryDisk();
      const site = await openSite(disk);
      const cap = cost * 20n + cost / 2n;
      await grant(site, cap);
      const outcomes = await Promise.all(
        Array.from({ length: 64 }, (_, at) => ask(site, { ref: request(at), nanoEpsilon: cost })),
      );
      expect(outcomes.filter((outcome) => outcome === 'budget-exhausted')).toHaveLength(44);
      expect(spent(site)).toBe((cap / cost) * cost);
      expect(verifyJournal({ disk, folds: [createBudget({ site: SITE })] }).verified).toBe(true);
    }
  });

  it('never exceed any of several meters, and charge all of them or none', async () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const site = await openSite(new MemoryDisk());
      const caps = [37n, 23n, 41n].map((cap) => cap + BigInt((seed * 5) % 11));
      await Promise.all([BLOCK, PROJECT, ANALYST].map((meter, at) => grant(site, caps[at]!, [meter])));
      const sets = [[BLOCK], [BLOCK, PROJECT], [BLOCK, ANALYST], [BLOCK, PROJECT, ANALYST]];
      const used = new Map([BLOCK, PROJECT, ANALYST].map((meter) => [meter, 0n]));
      await Promise.all(
        Array.from({ length: 64 }, async (_, at) => {
          const meters = sets[(at + seed) % 4]!;
          const nanoEpsilon = BigInt(1 + ((at * 7 + seed) % 5));
          const outcome = await ask(site, { ref: request(at), meters, nanoEpsilon });
          if (outcome !== 'budget-exhausted') {
            for (const meter of meters) {
              used.set(meter, used.get(meter)! + nanoEpsilon);
            }
          }
        }),
      );
      for (const { id, committed, reserved, left } of site.budget.meters()) {
        expect(committed).toEqual([used.get(id)]);
        expect(reserved).toEqual([0n]);
        expect(committed[0]! + left[0]!).toBe(caps[[BLOCK, PROJECT, ANALYST].indexOf(id)]);
      }
    }
  });

  it('keep sums exact far beyond what a float can hold', async () => {
    const site = await openSite(new MemoryDisk());
    const cap = 9_007_199_254_740_993n * 1_000n + 1n;
    await grant(site, cap);
    await ask(site, { ref: request(1), nanoEpsilon: 9_007_199_254_740_993n });
    await ask(site, { ref: request(2), nanoEpsilon: 1n });
    expect(spent(site)).toBe(9_007_199_254_740_994n);
    expect(site.budget.left([BLOCK, ANALYST])).toEqual([cap - 9_007_199_254_740_994n]);
    expect(await ask(site, { ref: request(3), nanoEpsilon: cap - 9_007_199_254_740_994n })).not.toBe(
      'budget-exhausted',
    );
    expect(await ask(site, { ref: request(4), nanoEpsilon: 1n })).toBe('budget-exhausted');
  });

  it('are refused without any grant, and by a check that runs in the same step as the charge', async () => {
    const site = await openSite(new MemoryDisk());
    expect(await ask(site, { ref: request(1), nanoEpsilon: 1n })).toBe('budget-exhausted');
    await grant(site, 1_000n);
    let frozen = false;
    const asking = { ref: request(2), nanoEpsilon: 1n, check: () => (frozen ? ('frozen' as const) : undefined) };
    const reserving = reserveFor(site, asking, mechanismOf(asking));
    frozen = true;
    expect((await reserving).state).toBe('charged');
    expect(await ask(site, { ...asking, ref: request(3) })).toBe('frozen');
    expect(spent(site)).toBe(1n);
  });

  it('find nothing left where a cap was lowered below what is spent, and the effective cap is what is spent', async () => {
    const site = await openSite(new MemoryDisk());
    await grant(site, 100n);
    await ask(site, { ref: request(1), nanoEpsilon: 60n });
    await grant(site, -70n);
    expect(site.budget.meters()[0]).toMatchObject({ cap: [60n], committed: [60n], left: [0n] });
    expect(await ask(site, { ref: request(2), nanoEpsilon: 1n })).toBe('budget-exhausted');
    await grant(site, 35n);
    expect(site.budget.meters()[0]).toMatchObject({ cap: [65n], left: [5n] });
  });
});
