import { expect, it } from 'vitest';
import { type Budget, blockMeter } from '../../src/budget/index.ts';
import { answerTo, ask, BLOCK, grant, openSite, request } from '../support/budget-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

const COST = 100_000_000n;
const by = (budget: Budget, epoch: string) => budget.spentBy({ epoch }).get(BLOCK)?.[0];

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
  const third = await spend([4]);
  const { budget, journal } = third;
  // What is given up before it runs is nothing that a process spent.
  await ask(third, { ref: request(9), givesUp: () => true });
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
  // Another log's process that went on after the second one of this.
  const elsewhere = { epoch: 'e'.repeat(32), after: epochs.slice(0, 2) };
  expect(budget.spentBy(elsewhere).get(BLOCK)?.[0]).toBe(3n * COST + 7n);
  expect(budget.epochs()).toEqual(epochs);
  await writeOff(unknown, 11n);
  expect(by(budget, unknown)).toBe(4n * COST + 23n);
  await answerTo({ budget, pool: (await openSite(new MemoryDisk())).pool }, { ref: request(5) });
  expect(by(budget, unknown)).toBe(4n * COST + 23n);
  expect(budget.spentBy({ epoch: unknown }).get(blockMeter('north', 1999))).toBeUndefined();
});
