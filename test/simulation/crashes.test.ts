import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Build, buildSimulation } from './build.ts';
import { FAULTS } from './faults.table.ts';
import { simulate } from './simulate.ts';

/** As many as fit a run of CI; by hand, `npm run test:simulation -- --crashes 1000000`. */
const CRASHES = 200_000;
const SEED = 20_261_125;
const workers = Math.min(4, availableParallelism());
let build: Build;

beforeAll(() => {
  build = buildSimulation();
});
afterAll(() => build.remove());

describe('a site that crashes over and over', () => {
  it(`keeps every promise in ${CRASHES} crashes, and meets all that it is built against`, async () => {
    const { counts, found } = await simulate({ build, seed: SEED, crashes: CRASHES, workers });
    expect(found).toBeUndefined();
    expect(counts.crashes).toBeGreaterThanOrEqual(CRASHES);
    const { answers, refusedGarbled, ...events } = counts;
    const reached: Record<string, number> = { ...events, ...answers };
    for (const event of ['kills', 'tornTails', 'garbledTails', 'rottenBits', 'fullDisks', 'lostFiles', 'undoneCuts']) {
      expect([event, (reached[event] ?? 0) > 20]).toEqual([event, true]);
    }
    for (const event of ['severalSegments', 'failedSyncs', 'clockJumps', 'released', 'replayed', 'concluded', 'busy']) {
      expect([event, (reached[event] ?? 0) > 100]).toEqual([event, true]);
    }
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
