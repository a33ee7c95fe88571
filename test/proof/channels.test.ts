import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assert, type Entropy } from '../../src/base/index.ts';
import type { Draft } from '../../src/contract/index.ts';
import { RefusalCode, sentenceOf } from '../../src/contract/index.ts';
import type { NodeContext } from '../../src/node/context.ts';
import { noisePool } from '../../src/privacy/index.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { others, policy } from './attacks/people.ts';
import { extreme } from './attacks/whole-path.ts';
import { type Setting, type WholeSite, wholeSite } from './support/whole-site.ts';

// What an asker can see beside released numbers. Elsewhere: plans and scans across neighbours (`test/replay/`), rows that hold the ends
// of every domain (`test/warehouse/`), times of leaving (`test/node/`), the pool by itself (`test/privacy/`).

const REGIONS: Draft = { count: 'series', by: ['BodyPartExamined'], epsilon: '0.5' };

let site: WholeSite;
let leave: () => void = () => undefined;
let left: Promise<void> = Promise.resolve();

beforeAll(async () => {
  site = await new Promise<WholeSite>((resolve, reject) => {
    left = wholeSite([others, [...others, extreme]], (opened) => {
      resolve(opened);
      return new Promise<void>((done) => {
        leave = done;
      });
    });
    left.catch(reject);
  });
});
afterAll(async () => {
  leave();
  await left;
});

function node(more: Partial<Setting> = {}) {
  return site.node({ world: 1, seed: 81, cap: '1', ...more });
}

describe('a public sentence', () => {
  it('is one for each code, and no two codes share one', () => {
    const sentences = RefusalCode.options.map(sentenceOf);
    expect(new Set(sentences).size).toBe(RefusalCode.options.length);
    expect(sentences.filter((sentence) => !/^[^.\d]+\.$/.test(sentence))).toEqual([]);
  });

  it('is the same for whatever fails in a run, which is charged, and names only a public fact beside', async () => {
    const failing = async (what: () => void) => {
      const one = await node({ ran: what });
      const { answer } = await one.ask(REGIONS);
      assert(answer.state === 'refused', 'what fails is refused');
      const { of, ...told } = answer;
      // Which request that was, and in which hour.
      expect(Object.keys(of ?? {})).toEqual(['requestId', 'textHash', 'hourMs']);
      return { told, spent: one.spentNano() };
    };
    const overflow = await failing(() => {
      throw new Error('Conversion Error: 90 is out of range for PatientAge');
    });
    const programming = await failing(() => {
      throw new TypeError('undefined is not a patient');
    });
    expect(overflow.told).toEqual({
      ...{ state: 'refused', site: 'harbour', code: 'unavailable', sentence: sentenceOf('unavailable') },
    });
    expect(overflow.spent).toBe(500_000_000n);
    expect(programming).toEqual(overflow);
    const snapshots = { pin: () => undefined, refresh: async () => undefined, close: async () => undefined };
    const bare = await node({ parts: () => ({ snapshots }) });
    const detail = 'The site has published nothing yet to answer from.';
    expect((await bare.ask(REGIONS)).answer).toMatchObject({ ...overflow.told, detail });
    expect(bare.spentNano()).toBe(0n);
  });
});

describe('the keys of an answer', () => {
  it('are the policy’s whole vocabulary with OTHER and MISSING, whoever is there', async () => {
    const keysIn = async (world: 0 | 1) => {
      const { answer } = await (await node({ world })).ask(REGIONS);
      return answer.state === 'released' ? answer.keys : [];
    };
    const column = policy.columns.get('BodyPartExamined');
    const values = column?.kind === 'dimension' ? column.values : [];
    const all = values.map((BodyPartExamined) => ({ BodyPartExamined }));
    expect(values).toContain('MISSING');
    expect(await keysIn(0)).toEqual(all);
    expect(await keysIn(1)).toEqual(all);
  });
});

describe('a slot', () => {
  it('is taken before anything is charged, and given back after the answer has left', async () => {
    const steps: string[] = [];
    const noting = (ctx: NodeContext): Partial<NodeContext> => ({
      slots: {
        take() {
          steps.push('slot');
          return { release: () => void steps.push('slot given back') };
        },
      },
      budget: {
        ...ctx.budget,
        reserve(input) {
          steps.push('reserve');
          return ctx.budget.reserve(input);
        },
      },
      clock: {
        ...ctx.clock,
        async until() {
          steps.push('leaves');
        },
      },
    });
    expect((await (await node({ parts: noting })).ask(REGIONS)).answer.state).toBe('released');
    expect(steps.slice(0, 2)).toEqual(['slot', 'reserve']);
    expect(steps.slice(-2)).toEqual(['leaves', 'slot given back']);
    expect(steps.filter((step) => step.startsWith('slot'))).toHaveLength(2);
  });

  it('that is not to be had charges nothing and reads no row', async () => {
    let ran = false;
    const busy = await node({
      parts: () => ({ slots: { take: () => undefined } }),
      ran() {
        ran = true;
      },
    });
    expect((await busy.ask(REGIONS)).answer).toMatchObject({ code: 'busy' });
    expect([busy.spentNano(), ran]).toEqual([0n, false]);
  });
});

/** Bytes of entropy that noise takes between the count and the answer, where the pool was filled in time and where it wasn't. */
async function entropyAfterRun(isFilled: boolean): Promise<number> {
  let [drawn, atRun] = [0, 0];
  const later: (() => void)[] = [];
  const source = seededEntropy(82);
  const entropy: Entropy = {
    fill(target) {
      drawn += target.length;
      source.fill(target);
    },
  };
  const one = await node({
    pool: noisePool({ entropy, schedule: (work) => void later.push(work) }),
    ran() {
      atRun = drawn;
    },
    parts: (ctx) => ({
      budget: {
        ...ctx.budget,
        reserve(input) {
          // A node goes on with other work while the charge becomes durable: there the pool is filled.
          for (let work = later.shift(); isFilled && work !== undefined; work = later.shift()) {
            work();
          }
          return ctx.budget.reserve(input);
        },
      },
    }),
  });
  const { answer } = await one.ask({
    count: 'series',
    by: ['Modality', 'BodyPartExamined', 'PatientSex'],
    epsilon: '0.5',
  });
  expect(answer.state).toBe('released');
  return drawn - atRun;
}

describe('noise', () => {
  it('is drawn before anything is counted, if the node had time for it', async () => {
    expect(await entropyAfterRun(true)).toBe(0);
    expect(await entropyAfterRun(false)).toBeGreaterThan(0);
  });
});
