import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isSfumatoError, systemClock } from '../../src/base/index.ts';
import type { Query } from '../../src/contract/index.ts';
import { mintCharge, openReleased } from '../../src/privacy/for-budget.ts';
import { type Charge, draw, noisePool, release } from '../../src/privacy/index.ts';
import { exactValues } from '../../src/query/execute.ts';
import { openSnapshot, type Plan, planned, run, type Snapshot } from '../../src/query/index.ts';
import { scanOf } from '../../src/query/snapshot.ts';
import { type CellMask, keptCells } from '../../src/query/truncate.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { inFolder, publishRows, row } from '../warehouse/support/archive.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { declared } from './support/declared.ts';

const policy = smallPolicy();
const facts = declared(policy);
const query: Query = { count: 'patients', by: ['Modality'], blocks: [2026], epsilon: '2' };

function withSnapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const rows = Array.from({ length: 600 }, (_, at) =>
      row([`p${at}`, `s${at}`, `e${at}`, `i${at}`], { Modality: at % 3 }),
    );
    const { file } = await publishRows({ folder, policy, rows });
    const { deidentificationHash } = policy;
    const snapshot = await openSnapshot({ file, deidentificationHash, patientsLog2: 10 });
    try {
      return await work(snapshot);
    } finally {
      snapshot.close();
    }
  });
}

describe('a run', () => {
  it('gives what the gate releases with noise, and nothing else can read', async () => {
    await withSnapshot(async (snapshot) => {
      const released = await planned({ policy, query, facts }, async (plan) => {
        const charge = mintCharge(plan.mechanism);
        const exact = await run({ plan, charge, snapshot });
        expect([inspect(exact), JSON.stringify(exact), JSON.stringify(snapshot)]).toEqual([
          '[Object: null prototype] {}',
          '{}',
          '{}',
        ]);
        const pool = noisePool({ entropy: seededEntropy('noise'), schedule: () => undefined });
        const out = release({ exact, charge, noise: draw(plan.mechanism, pool) });
        return openReleased(out, plan.mechanism);
      });
      const values = released as readonly bigint[];
      expect(values).toHaveLength(7);
      // Scale 1.5: beyond 60 with probability e^−40.
      values.forEach((value, cell) => {
        expect(Math.abs(Number(value) - (cell < 3 ? 200 : 0))).toBeLessThan(60);
      });
    });
  });

  it('is stopped at its deadline', async () => {
    await withSnapshot(async (snapshot) => {
      const error = await planned({ policy, query, facts }, async (plan) => {
        const statement = {
          sql: 'SELECT 1, 0, count(*) FROM range(100000000) a, range(100000) b WHERE hash(a.range, b.range) = 0',
          parameters: [],
        };
        const work = { question: plan.question, statement };
        const deadline = { clock: systemClock, atMs: systemClock.monotonicMs() + 100 };
        return exactValues(scanOf(snapshot), work, deadline).catch((thrown: unknown) => thrown);
      });
      expect(isSfumatoError(error, 'internal')).toBe(true);
    });
  });

  it('never begins once its deadline has passed', async () => {
    await withSnapshot(async (snapshot) => {
      const outcome = await planned({ policy, query, facts }, (plan) => {
        const admission = { clock: systemClock, admittedAtMs: systemClock.monotonicMs() - plan.timeClassMs };
        const charge = mintCharge(plan.mechanism);
        return run({ plan, charge, snapshot, admission }).then(() => 'ran', String);
      });
      expect(outcome).toMatch(/passed its deadline/);
    });
  });

  it('never reads rows of a snapshot that this floor didn’t open', async () => {
    const forged = { close: () => undefined } as Snapshot;
    const outcome = planned({ policy, query, facts }, (plan) =>
      run({ plan, charge: mintCharge(plan.mechanism), snapshot: forged }).then(() => 'ran', String),
    );
    expect(await outcome).toMatch(/not an open snapshot/);
  });

  it('never takes a copy of a plan with another statement, nor a charge that isn’t its own', async () => {
    await withSnapshot(async (snapshot) => {
      const outcomes = await planned({ policy, query, facts }, async <R>(plan: Plan<R>) => {
        const charge: Charge<R> = mintCharge(plan.mechanism);
        const copy = { ...plan, compiled: { sql: 'SELECT 1, 0, 7', parameters: [] } };
        const other = planned({ policy, query, facts }, ({ mechanism }): unknown => mintCharge(mechanism)) as Charge<R>;
        return await Promise.all([
          run({ plan: copy, charge, snapshot }).then(() => 'ran', String),
          run({ plan, charge: other, snapshot }).then(() => 'ran', String),
          run({ plan, charge: {} as Charge<R>, snapshot }).then(() => 'ran', String),
        ]);
      });
      expect(outcomes).toEqual([
        expect.stringMatching(/only what was planned/),
        expect.stringMatching(/its own charge/),
        expect.stringMatching(/not a live charge/),
      ]);
    });
  });

  it('answers every cell, empty ones too, in the order of the keys', async () => {
    await withSnapshot(async (snapshot) => {
      const counts = await planned({ policy, query, facts }, ({ question, compiled, keys }) => {
        expect(keys.map(({ Modality }) => Modality)).toEqual(['CT', 'MR', 'US', 'DX', 'PT', 'OTHER', 'MISSING']);
        return exactValues(scanOf(snapshot), { question, statement: compiled });
      });
      expect(counts).toEqual([200n, 200n, 200n, 0n, 0n, 0n, 0n]);
    });
  });
});

describe('the cells that a mask keeps', () => {
  const kept = (mask: CellMask, cells: number, most: number): (readonly number[])[] =>
    Array.from({ length: 16 }, (_, seedClass) => keptCells(mask, { cells, most, seedClass }));
  const alike = (cells: readonly number[]): (readonly number[])[] => Array.from({ length: 16 }, () => cells);

  it('are all of them up to the bound', () => {
    expect(kept({ low: 0b101, high: 0 }, 8, 3)).toEqual(alike([5, 7]));
    expect(kept({ low: 0, high: 0 }, 8, 3)).toEqual(alike([]));
    expect(kept({ low: 1 << 30, high: 1 << 30 }, 62, 62)).toEqual(alike([0, 31]));
  });

  it('are as many as the bound says, each of them as often as another or once more', () => {
    for (let own = 2; own <= 62; own += 1) {
      const mask = { low: 2 ** Math.min(own, 31) - 1, high: 2 ** Math.max(own - 31, 0) - 1 };
      for (let most = 1; most < Math.min(own, 17); most += 1) {
        const choices = kept(mask, 62, most);
        expect(choices.every((cells) => new Set(cells).size === most)).toBe(true);
        const times = Array.from({ length: own }, (_, at) => choices.flat().filter((one) => one === 61 - at).length);
        expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('are cells of the mask, in both of its words', () => {
    const all = kept({ low: 2 ** 31 - 1, high: 2 ** 31 - 1 }, 62, 4).flat();
    expect(new Set(all).size).toBe(62);
    const few = kept({ low: 0b11, high: 0b11 }, 62, 1).flat();
    expect(few.sort((a, b) => a - b)).toEqual([29, 30, 60, 61].flatMap((cell) => [cell, cell, cell, cell]));
  });
});
