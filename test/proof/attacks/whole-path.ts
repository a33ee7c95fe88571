import type { Clock } from '../../../src/base/index.ts';
import type { Draft, Reply } from '../../../src/contract/index.ts';
import { patient } from '../../replay/support/history.ts';
import { type Attack, limitOf } from '../support/attack.ts';
import { noiseOf, placesOf } from '../support/life.ts';
import { guessOf, optimumOf, ratioOf } from '../support/likelihood.ts';
import type { WholeSite } from '../support/whole-site.ts';
import { type World, worldOf } from '../support/world.ts';
import { coins, others, policy, question } from './people.ts';

// Through the whole path of a node: signed request, plan, charge, DuckDB, noise, commit, and the time at which the answer leaves.

/** Whoever may be there: alone in the last region, and at the ends of every range. */
export const extreme = patient(
  'target',
  Array.from({ length: 12 }, (_, at) => ({
    study: at % 3,
    instances: 4,
    values: { Modality: at % 4, BodyPartExamined: 7, PatientSex: 1, PatientAge: 90, SliceThickness: 20 },
  })),
);

const COUNT: Draft = { count: 'patients', where: { BodyPartExamined: 'HEART' }, epsilon: '1' };
const REGIONS: Draft = { count: 'series', by: ['BodyPartExamined'], epsilon: '0.5' };
const MEAN: Draft = { mean: 'PatientAge', where: { BodyPartExamined: 'HEART' }, epsilon: '0.5' };
const TRIALS = 200;
const KNOWLEDGE = 'all patients but one, and what that one would be';

/** Everything of a reply but the released numbers. */
function shapeOf({ answer, replayed }: Reply): string {
  return JSON.stringify([answer.state === 'released' ? { ...answer, values: [] } : answer, replayed]);
}

function presence(site: WholeSite, worlds: readonly [World, World]): Attack {
  const query = question({ count: 'patients', where: { BodyPartExamined: 'HEART' } }, '1');
  const places = placesOf(policy, { query }, worlds);
  const right = (values: readonly bigint[], number: number): boolean => {
    const { bit, tie } = coins(61, number);
    return guessOf(ratioOf(places, values), tie) === (bit === 1);
  };
  return {
    name: 'the whole path: presence in one count',
    knowledge: KNOWLEDGE,
    questions: 'one count of patients at ε 1',
    ...{ epsilon: '1', trials: TRIALS, limit: limitOf(1), predicted: optimumOf(places) },
    async trial(number) {
      const node = await site.node({ world: coins(61, number).bit, seed: 610_000 + number, cap: '1' });
      const { answer } = await node.ask(COUNT);
      const values = answer.state === 'released' ? answer.values.flat().map(BigInt) : [0n];
      return { right: right(values, number), spentNano: node.spentNano() };
    },
    arm: {
      build: 'no noise',
      trials: TRIALS,
      trial: async (number) =>
        right(coins(61, number).bit === 1 ? places.map(({ one }) => one) : places.map(({ zero }) => zero), number),
    },
  };
}

/** Guesses from whether something that is seen is what it is with the target, and not what it is without. */
function seen(
  parts: Pick<Attack, 'name' | 'questions'> & { readonly seed: number; readonly build: string },
  look: (bit: 0 | 1, number: number) => Promise<{ readonly seen: string; readonly spentNano: bigint }>,
  lookUndefended: (bit: 0 | 1, number: number) => Promise<string>,
): Attack {
  const known = new Map<string, Promise<readonly [string, string]>>();
  const both = async (key: string, one: (bit: 0 | 1) => Promise<string>): Promise<readonly [string, string]> => {
    const found = known.get(key) ?? Promise.all([one(0), one(1)]);
    known.set(key, found);
    return await found;
  };
  const guess = ([zero, one]: readonly [string, string], what: string, tie: boolean): boolean =>
    zero === one ? tie : what === one;
  const { name, questions, seed, build } = parts;
  return {
    ...{ name, questions, knowledge: `${KNOWLEDGE}; what either site shows, but for released numbers` },
    ...{ epsilon: '0.5', trials: TRIALS, limit: limitOf(0.5), predicted: 0.5 },
    async trial(number) {
      const { bit, tie } = coins(seed, number);
      const what = await look(bit, number);
      const pair = await both('defended', async (one) => (await look(one, number + TRIALS)).seen);
      return { right: guess(pair, what.seen, tie) === (bit === 1), spentNano: what.spentNano };
    },
    arm: {
      build,
      trials: TRIALS,
      async trial(number) {
        const { bit, tie } = coins(seed, number + 50_000);
        const pair = await both('undefended', (one) => lookUndefended(one, number + 2 * TRIALS));
        return guess(pair, await lookUndefended(bit, number), tie) === (bit === 1);
      },
    },
  };
}

/** A clock that stands still but for what a run is said to take, and for waiting. */
function workingClock(waits: boolean): Clock & { work(ms: number): void } {
  let now = 1_000;
  return {
    wallMs: () => Date.now(),
    monotonicMs: () => now,
    // What can be stopped, as the wait for a deadline, is beside the way that is timed.
    async until(atMs, stop) {
      now = waits && stop === undefined ? Math.max(now, atMs) : now;
    },
    work(ms) {
      now += ms;
    },
  };
}

/** What a run takes with and without one patient, as it was measured where predicates pruned a scan. */
const RUN_MS = [26, 66] as const;

export async function wholePath(site: WholeSite): Promise<readonly Attack[]> {
  const queries = [
    question({ count: 'patients', where: { BodyPartExamined: 'HEART' } }, '1'),
    question({ count: 'series', by: ['BodyPartExamined'] }, '0.5'),
  ];
  const worlds = [
    await worldOf(others, { policy, queries }),
    await worldOf([...others, extreme], { policy, queries }),
  ] as const;
  const shape = async (draft: Draft, bit: 0 | 1, seed: number) => {
    const node = await site.node({ world: bit, seed, cap: '0.5' });
    return { seen: shapeOf(await node.ask(draft)), spentNano: node.spentNano() };
  };
  const time = async (bit: 0 | 1, { number, waits }: { number: number; waits: boolean }) => {
    const clock = workingClock(waits);
    const ran = (): void => clock.work(RUN_MS[bit]);
    const node = await site.node({ world: bit, seed: 640_000 + number, cap: '0.5', clock, ran });
    const asked = clock.monotonicMs();
    await node.ask(REGIONS);
    return { seen: String(clock.monotonicMs() - asked), spentNano: node.spentNano() };
  };
  const regions = placesOf(policy, { query: queries[1]! }, worlds);
  return [
    presence(site, worlds),
    seen(
      {
        name: 'keys: a region that one patient alone has',
        questions: 'series by region at ε 0.5',
        seed: 62,
        build: 'groups with rows in them are answered, and no others',
      },
      (bit, number) => shape(REGIONS, bit, 620_000 + number),
      async (bit) => regions.map(({ zero, one }) => ((bit === 1 ? one : zero) > 0n ? 'x' : '')).join(),
    ),
    seen(
      {
        name: 'errors: a mean over one patient or none',
        questions: 'the mean of an empty or nearly empty cohort at ε 0.5',
        seed: 63,
        build: 'an empty cohort is an error',
      },
      (bit, number) => shape(MEAN, bit, 630_000 + number),
      async (bit) =>
        worlds[bit].exact(noiseOf(policy, queries[0]!).queryHash)[0] === 0n ? 'the cohort is empty' : 'a mean',
    ),
    seen(
      {
        name: 'time: when the answer leaves',
        questions: 'series by region at ε 0.5; a run takes 26 ms without the target, 66 ms with',
        seed: 64,
        build: 'an answer leaves when it is ready',
      },
      (bit, number) => time(bit, { number, waits: true }),
      async (bit, number) => (await time(bit, { number: number + 5_000, waits: false })).seen,
    ),
  ];
}
