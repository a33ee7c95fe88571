import { expect, it } from 'vitest';
import { type Budget, blockMeter } from '../../src/budget/index.ts';
import { answerTo, BLOCK, grant, openSite, request } from '../support/budget-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

const COST = 100_000_000n;
const by = (budget: Budget, epoch: string) => budget.spentBy(epoch).get(BLOCK)?.[0];

it('what a process had spent leaves out what later ones did, and what was written off for others than it', async () => {
  const disk = new MemoryDisk();
  const epochs: string[] = [];
  const spend = async (questions: readonly number[]) => {
    const site = await openSite(disk);
    epochs.push(site.journal.epoch);
    if (epochs.length === 1) {
      await grant(site, 20n * COST);
    }
    for (const question of questions) {
      await answerTo(site, { ref: request(question) });
    }
    return site;
  };
  await (await spend([1])).journal.close();
  await (await spend([2, 3])).journal.close();
  const { budget, journal } = await spend([4]);
  expect(epochs.map((epoch) => by(budget, epoch))).toEqual([COST, 3n * COST, 4n * COST]);
  const unknown = 'f'.repeat(32);
  expect(by(budget, unknown)).toBe(4n * COST);
  const writeOff = async (lease: string | undefined, nanoEpsilon: bigint) => {
    const meters = [{ meter: BLOCK, nanoEpsilon: String(nanoEpsilon) }];
    const body = { cause: 'open-lease', ...(lease === undefined ? {} : { lease }), meters };
    await journal.append({ kind: 'write-off', actor: 'witness', body }).durable;
  };
  await writeOff(epochs[0], 5n);
  await writeOff(undefined, 7n);
  expect(epochs.map((epoch) => by(budget, epoch))).toEqual([COST + 12n, 3n * COST + 7n, 4n * COST + 12n]);
  await writeOff(unknown, 11n);
  expect(by(budget, unknown)).toBe(4n * COST + 23n);
  await answerTo({ budget, pool: (await openSite(new MemoryDisk())).pool }, { ref: request(5) });
  expect(by(budget, unknown)).toBe(4n * COST + 23n);
  expect(budget.spentBy(unknown).get(blockMeter('north', 1999))).toBeUndefined();
});
