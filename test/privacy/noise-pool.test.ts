import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure, type Entropy, isSfumatoError, LIMITS, SfumatoError } from '../../src/base/index.ts';
import { mintCharge, openReleased } from '../../src/privacy/for-budget.ts';
import { makeMechanism, sealExact } from '../../src/privacy/for-query.ts';
import {
  draw,
  lawOf,
  type MechanismFacts,
  type NoisePool,
  noisePool,
  type PieceFacts,
  release,
  scaleOf,
} from '../../src/privacy/index.ts';
import { laplaceLaw } from '../../src/privacy/laws.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { chiSquareDeviate } from './chi-square.ts';
import { noEntropy } from './tape.ts';

const failing = expect.toSatisfy((error) => isSfumatoError(error, 'entropy-failed'));

function facts(cells: number, sensitivity = 1n): MechanismFacts {
  return {
    name: 'discrete-laplace',
    pieces: [{ length: cells, sensitivity, sensitivitySquared: sensitivity * sensitivity, nanoEpsilon: 100_000_000n }],
  };
}

/** The noise of a mechanism of one piece. */
const lawFor = ({ name, pieces: [piece] }: MechanismFacts) => lawOf(name, piece!);

/** The same mechanism, but for its one piece. */
const changed = (of: MechanismFacts, change: Partial<PieceFacts>): MechanismFacts => ({
  ...of,
  pieces: [{ ...of.pieces[0]!, ...change }],
});

// So wide that no two draws are equal by chance (2⁻⁵⁷ a pair), and that each takes many bytes of its own.
const WIDE = facts(8, 2n ** 60n);

/** A pool whose scheduled work waits until it is told to run, and whose entropy can be counted and cut off. */
function bench(): { pool: NoisePool; runAll: () => number; fills: () => number; cutOff: () => void } {
  const source = seededEntropy(7);
  const waiting: (() => void)[] = [];
  let fills = 0;
  let isCut = false;
  const entropy: Entropy = {
    fill(target) {
      if (isCut) {
        throw new SfumatoError('entropy-failed', 'Cut off.');
      }
      fills += 1;
      source.fill(target);
    },
  };
  const runAll = (): number => {
    let turns = 0;
    for (let work = waiting.shift(); work !== undefined; work = waiting.shift()) {
      work();
      turns += 1;
    }
    return turns;
  };
  const pool = noisePool({ entropy, schedule: (work) => waiting.push(work) });
  return { pool, runAll, fills: () => fills, cutOff: () => (isCut = true) };
}

/** How many draws can be taken one by one before the entropy is missed. */
function ready(pool: NoisePool, of: MechanismFacts): number {
  let taken = 0;
  for (;;) {
    try {
      pool.take(lawFor(of), 1);
      taken += 1;
    } catch (error) {
      expect(error).toEqual(failing);
      return taken;
    }
  }
}

describe('the noise pool', () => {
  it('never draws on the request path what was prepared in time', () => {
    const { pool, runAll, fills } = bench();
    pool.prepare(WIDE);
    expect(fills()).toBe(0);
    runAll();
    const before = fills();
    expect(before).toBeGreaterThan(0);
    expect(pool.take(lawFor(WIDE), 8)).toHaveLength(8);
    expect(fills()).toBe(before);
  });

  it('draws at once what is not ready', () => {
    const { pool } = bench();
    expect(pool.take(lawFor(WIDE), 5)).toHaveLength(5);
    pool.prepare(WIDE);
    expect(pool.take(lawFor(WIDE), 40)).toHaveLength(40);
  });

  it('fills up again after a take, off the request path', () => {
    const { pool, runAll, cutOff } = bench();
    pool.prepare(WIDE);
    runAll();
    pool.take(lawFor(WIDE), 16);
    runAll();
    cutOff();
    expect(ready(pool, WIDE)).toBeGreaterThanOrEqual(8 * LIMITS.engineSlots);
  });

  it('never gives a draw twice, however preparing, filling and taking fall together', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('prepare' as const),
        cells: fc.integer({ min: 1, max: 3_000 }),
        scale: fc.bigInt(0n, 5n),
      }),
      fc.record({
        kind: fc.constant('take' as const),
        cells: fc.integer({ min: 1, max: 200 }),
        scale: fc.bigInt(0n, 5n),
      }),
      fc.record({ kind: fc.constant('run' as const), cells: fc.constant(1), scale: fc.constant(0n) }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        const { pool, runAll } = bench();
        const taken: bigint[] = [];
        for (const { kind, cells, scale } of steps) {
          const one = facts(cells, 2n ** 60n + scale);
          if (kind === 'prepare') {
            pool.prepare(one);
          } else if (kind === 'take') {
            taken.push(...pool.take(lawFor(one), cells));
          } else {
            runAll();
          }
        }
        expect(new Set(taken).size).toBe(taken.length);
      }),
      { numRuns: 30 },
    );
  });

  it('never mixes scales', () => {
    const { pool, runAll } = bench();
    const narrow = facts(500);
    pool.prepare(WIDE);
    pool.prepare(narrow);
    runAll();
    const near = pool.take(lawFor(narrow), 1_000);
    expect(near.every((value) => value > -10_000n && value < 10_000n)).toBe(true);
    const far = pool.take(lawFor(WIDE), 16);
    expect(far.every((value) => value > 10_000n || value < -10_000n)).toBe(true);
  });

  it('never mixes scales that differ in their denominator alone', () => {
    const { pool, runAll } = bench();
    const wide: MechanismFacts = changed(WIDE, { nanoEpsilon: 1n });
    const narrow: MechanismFacts = changed(WIDE, { nanoEpsilon: 2n ** 90n + 3n });
    const numeratorOf = (of: MechanismFacts) => scaleOf(of.pieces[0]!).numerator;
    expect(numeratorOf(narrow)).toBe(numeratorOf(wide));
    pool.prepare(wide);
    runAll();
    expect(pool.take(lawFor(narrow), 16).every((value) => value > -1_000n && value < 1_000n)).toBe(true);
  });

  it('holds the draws of the law', () => {
    // n = 40,000, α = 10⁻⁹; the power of this test is shown with the sampler's.
    const { pool, runAll } = bench();
    const one = facts(1_000);
    const taken = Array.from({ length: 40 }, () => {
      pool.prepare(one);
      runAll();
      return pool.take(lawFor(one), 1_000);
    }).flat();
    expect(chiSquareDeviate(taken, laplaceLaw(scaleOf(one.pieces[0]!)))).toBeLessThan(6);
  });

  it('never keeps more than its bound: the scale prepared longest ago gives way', () => {
    const { pool, runAll, cutOff } = bench();
    const scales = Array.from({ length: 20 }, (_, at) => facts(LIMITS.cellsMax, 2n ** 600n + BigInt(at)));
    for (const one of scales) {
      pool.prepare(one);
    }
    const turns = runAll();
    expect(turns * LIMITS.noisePoolTurnDraws).toBeLessThanOrEqual(LIMITS.noisePoolDrawsMax + LIMITS.noisePoolTurnDraws);
    cutOff();
    const kept = scales.map((one) => ready(pool, one));
    // What is left of 1 KiB of bits makes a few more draws.
    expect(kept.at(-1)).toBeGreaterThanOrEqual(LIMITS.noisePoolDrawsMax);
    expect(kept.reduce((sum, count) => sum + count, 0)).toBeLessThan(LIMITS.noisePoolDrawsMax + 30);
  });

  it('keeps a turn short', () => {
    const { pool, runAll } = bench();
    pool.prepare(facts(1_000));
    expect(runAll()).toBeGreaterThanOrEqual(Math.floor(2_000 / LIMITS.noisePoolTurnDraws));
  });

  it('schedules one piece of work at a time', () => {
    const waiting: (() => void)[] = [];
    const pool = noisePool({ entropy: seededEntropy(3), schedule: (work) => waiting.push(work) });
    for (let times = 0; times < 10; times += 1) {
      pool.prepare(WIDE);
      pool.take(lawFor(WIDE), 1);
    }
    expect(waiting).toHaveLength(1);
  });

  it('never takes less than one draw', () => {
    const { pool } = bench();
    for (const count of [0, -1, 0.5, Number.NaN]) {
      expect(() => pool.take(lawFor(WIDE), count)).toThrow(AssertionFailure);
    }
  });
});

describe('when the entropy fails', () => {
  it('aborts the request, every time, and never falls back to anything', () => {
    const pool = noisePool({ entropy: noEntropy, schedule: () => {} });
    const mechanism = makeMechanism<'question'>(facts(3));
    for (let tries = 0; tries < 3; tries += 1) {
      expect(() => pool.take(lawFor(WIDE), 1)).toThrow(failing);
      expect(() => draw(mechanism, pool)).toThrow(failing);
    }
  });

  it('stops filling without an error where no request is there to take it', () => {
    const { pool, runAll, cutOff } = bench();
    cutOff();
    pool.prepare(WIDE);
    expect(runAll()).toBe(1);
    expect(() => pool.take(lawFor(WIDE), 1)).toThrow(failing);
  });

  it('never hides an error of another kind', () => {
    const waiting: (() => void)[] = [];
    const broken: Entropy = {
      fill() {
        throw new TypeError('broken');
      },
    };
    const pool = noisePool({ entropy: broken, schedule: (work) => waiting.push(work) });
    pool.prepare(WIDE);
    expect(() => waiting[0]?.()).toThrow(TypeError);
  });
});

describe('drawing the noise of a request', () => {
  it('adds one independent draw to each cell', () => {
    const { pool } = bench();
    const mechanism = makeMechanism<'question'>(changed(WIDE, { length: 100 }));
    const noise = draw(mechanism, pool);
    const exact = sealExact(mechanism, new Array<bigint>(100).fill(0n));
    expect(release({ exact, noise, charge: mintCharge(mechanism) })).toBeDefined();
  });

  it('draws for every piece at its own scale, in the order of the pieces', () => {
    const { pool } = bench();
    const {
      pieces: [wide],
    } = WIDE;
    const {
      pieces: [narrow],
    } = facts(300);
    const mechanism = makeMechanism<'question'>({ name: 'discrete-laplace', pieces: [narrow!, wide!, narrow!] });
    const exact = sealExact(mechanism, new Array<bigint>(608).fill(0n));
    const released = release({ exact, noise: draw(mechanism, pool), charge: mintCharge(mechanism) });
    const isWide = openReleased(released, mechanism).map((value) => value > 10_000n || value < -10_000n);
    expect(isWide).toEqual([...Array(300).fill(false), ...Array(8).fill(true), ...Array(300).fill(false)]);
  });

  it('never takes noise from a look-alike of a pool', () => {
    const { pool } = bench();
    const mechanism = makeMechanism<'question'>(facts(1));
    const silent = { ...pool, take: () => [0n] };
    expect(() => draw(mechanism, silent)).toThrow(AssertionFailure);
    expect(() => draw(mechanism, new Proxy(pool, {}))).toThrow(AssertionFailure);
    expect(() => draw(mechanism, Object.create(pool))).toThrow(AssertionFailure);
    expect(() => Object.assign(pool, { take: () => [0n] })).toThrow(TypeError);
  });
});
