import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Build, buildSimulation } from './build.ts';
import { FAULTS } from './faults.table.ts';
import { simulate } from './simulate.ts';

/** As many as the design asks of each run of CI: one to two minutes on two cores. */
const CRASHES = 1_000_000;
const LONG = { timeout: 1_800_000 };
/** How often each thing happens in so many crashes, at least. */
const MET_AT_LEAST = {
  ...{ kills: 1_000, tornTails: 1_000, garbledTails: 1_000, rottenBits: 100, fullDisks: 100, lostFiles: 1_000 },
  ...{ undoneCuts: 1_000, severalSegments: 1_000, failedSyncs: 1_000, clockJumps: 1_000, disbelievedClocks: 1_000 },
  ...{ released: 1_000, replayed: 1_000, concluded: 100, busy: 100 },
};
const SEED = 20_261_125;
const workers = Math.min(4, availableParallelism());
let build: Build;

beforeAll(() => {
  build = buildSimulation();
});
afterAll(() => build.remove());

describe('a site that crashes over and over', () => {
  it(`keeps every promise in ${CRASHES} crashes, and meets all that it is built against`, LONG, async () => {
    const { counts, found } = await simulate({ build, seed: SEED, crashes: CRASHES, workers });
    expect(found).toBeUndefined();
    expect(counts.crashes).toBeGreaterThanOrEqual(CRASHES);
    const { answers, refusedGarbled, ...events } = counts;
    const reached: Record<string, number> = { ...events, ...answers };
    expect(Object.entries(MET_AT_LEAST).filter(([event, least]) => (reached[event] ?? 0) < least)).toEqual([]);
    expect(refusedGarbled).toBeLessThan(counts.garbledTails);
  });

  it('does the same again from the same seed', async () => {
    const twice = [1, 2].map(() => simulate({ build, seed: 7, crashes: 3_000, workers: 1 }));
    const [first, second] = await Promise.all(twice);
    expect(first?.counts).toEqual(second?.counts);
    expect(first?.counts.deliveries).toBeGreaterThan(500);
  });
});

describe('a planted mistake is found within a minute:', () => {
  it.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s', async (_name, fault) => {
    const planted = buildSimulation(fault);
    try {
      const { found } = await simulate({ build: planted, seed: SEED, crashes: 200_000, workers });
      expect(found?.what).toBeDefined();
    } finally {
      planted.remove();
    }
  });
});
