import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/index.ts';
import {
  ANALYST,
  ask,
  BLOCK,
  type BudgetSite,
  grant,
  METERS,
  mechanismOf,
  openSite,
  request,
  reserveFor,
  runCharged,
} from '../support/budget-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

const DECLARED = { kind: 'zcdp', delta: '0.000001' };
const GAUSSIAN = 'discrete-gaussian' as const;
/** ρ of a question of ε 0.1, in atto-ρ. */
const RHO = 5_000_000_000_000_000n;

async function declare({ journal }: BudgetSite, body: Json = DECLARED): Promise<void> {
  await journal.append({ kind: 'accountant', actor: 'configuration', body }).durable;
}

async function zcdpSite(disk = new MemoryDisk()): Promise<BudgetSite> {
  const site = await openSite(disk);
  await declare(site);
  return site;
}

const block = ({ budget }: BudgetSite) => budget.meters().find(({ id }) => id === BLOCK);

describe('a site that counts in zCDP', () => {
  it('charges every meter ε²/2 of ρ and no δ, and goes on after its grants would be spent in pure ε', async () => {
    const site = await zcdpSite();
    await grant(site, 1_000_000_000n);
    // (1, 10⁻⁶): OpenDP's conversion allows .02435597036.
    const cap = block(site)?.cap[0] ?? 0n;
    expect(Number(cap) / 1e18).toBeCloseTo(0.024356, 5);
    const paid = Number(cap / RHO);
    for (let number = 0; number < paid; number += 1) {
      expect(await ask(site, { ref: request(number), mechanism: GAUSSIAN })).not.toBe('budget-exhausted');
    }
    expect(block(site)).toMatchObject({ committed: [RHO * BigInt(paid), 0n], reserved: [0n, 0n] });
    expect(await ask(site, { ref: request(99), mechanism: GAUSSIAN })).toBe('budget-exhausted');
    expect(site.budget.left([BLOCK, ANALYST])).toEqual([cap - RHO * BigInt(paid), 0n]);
    // Shown beside it: the sum of what was signed.
    expect(site.budget.otherwise().get(BLOCK)).toBe(100_000_000n * BigInt(paid));
  });

  it('never commits an answer that doesn’t state its ρ', async () => {
    const site = await zcdpSite();
    await grant(site, 1_000_000_000n);
    const mechanism = mechanismOf<unknown>({ ref: request(1), mechanism: GAUSSIAN });
    const reserved = await reserveFor(site, { ref: request(1) }, mechanism);
    const charge = reserved.state === 'charged' ? reserved.charge : expect.fail(reserved.state);
    const silent = runCharged(site, { ref: request(1) }, { charge, mechanism });
    await expect(silent).rejects.toThrow(/states what it cost/);
  });

  it('charges all of its meters, or none', async () => {
    const site = await zcdpSite();
    await grant(site, 5_000_000_000n, [METERS[0]!, METERS[1]!]);
    await grant(site, 100_000_000n, [ANALYST]);
    expect(await ask(site, { ref: request(1), mechanism: GAUSSIAN })).toBe('budget-exhausted');
    expect(site.budget.meters().every(({ committed, reserved }) => committed[0] === 0n && reserved[0] === 0n)).toBe(
      true,
    );
  });

  it('is found to do so when its journal is read again, with the very same meters', async () => {
    const disk = new MemoryDisk();
    const site = await zcdpSite(disk);
    await grant(site, 5_000_000_000n);
    await ask(site, { ref: request(1), mechanism: GAUSSIAN });
    const before = site.budget.meters();
    await site.journal.close();
    const again = await openSite(disk);
    expect(again.budget.accountant().facts).toEqual(DECLARED);
    expect(again.budget.meters()).toEqual(before);
  });

  it('serves a stored answer by its shares, as any site does', async () => {
    const site = await zcdpSite();
    await grant(site, 5_000_000_000n);
    const question = 'f'.repeat(64);
    await ask(site, { ref: request(1), question, mechanism: GAUSSIAN });
    const before = block(site);
    await ask(site, { ref: request(2), question, mechanism: GAUSSIAN, nanoEpsilon: 50_000_000n });
    expect(block(site)).toEqual(before);
    await ask(site, { ref: request(3), question, mechanism: GAUSSIAN, nanoEpsilon: 200_000_000n });
    expect(block(site)?.committed[0]).toBe(RHO * 5n);
  });

  it('books what another copy may have spent in ρ, and nothing that is counted otherwise', async () => {
    const site = await zcdpSite();
    await grant(site, 5_000_000_000n);
    const writeOff = (amounts: Json) =>
      site.journal.append({
        kind: 'write-off',
        actor: 'witness',
        body: { cause: 'recovery', meters: [{ meter: BLOCK, ...(amounts as object) }] },
      }).durable;
    await writeOff({ attoRho: '7', attoDelta: '0' });
    expect(block(site)?.committed).toEqual([7n, 0n]);
    await expect(async () => writeOff({ nanoEpsilon: '7' })).rejects.toThrow(/another way of counting/);
  });
});

describe('the way of counting', () => {
  it('is declared before anything is granted, once, and never changed', async () => {
    const late = await openSite(new MemoryDisk());
    await grant(late, 1n);
    await expect(async () => declare(late)).rejects.toThrow(/way of counting losses was changed/);
    const twice = await zcdpSite();
    await expect(async () => declare(twice)).rejects.toThrow(/way of counting losses was changed/);
    const other = await zcdpSite();
    await expect(async () => declare(other, { kind: 'zcdp', delta: '0.0001' })).rejects.toThrow(/was changed/);
  });

  it('never charges noise that it does not count', async () => {
    const pure = await openSite(new MemoryDisk());
    await grant(pure, 1_000_000_000n);
    await expect(ask(pure, { ref: request(1), mechanism: GAUSSIAN })).rejects.toThrow(/Gaussian noise has no pure ε/);
    const zcdp = await zcdpSite();
    await grant(zcdp, 1_000_000_000n);
    await expect(ask(zcdp, { ref: request(1) })).rejects.toThrow(/noise that is not counted here/);
  });
});
