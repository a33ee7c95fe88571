import type { Query } from '../../../src/contract/index.ts';
import { coins, policy } from '../attacks/people.ts';
import type { Attack, Ended } from './attack.ts';
import { type Ask, defended, type Heard, type Life, type LifeParts, placesOf, poolOf, undefended } from './life.ts';
import { guessOf, optimumOf, ratioOf } from './likelihood.ts';
import type { World } from './world.ts';

/** An attack on one bit, which decides between two worlds, by the likelihood ratio of all that was answered. */
export interface Telling extends Pick<Attack, 'name' | 'knowledge' | 'questions' | 'epsilon' | 'trials' | 'limit'> {
  readonly seed: number;
  /** Without and with what the bit stands for. */
  readonly worlds: readonly [World, World];
  readonly life: Pick<LifeParts, 'cap' | 'analysts'>;
  /** What is asked, in order; what a site refuses is passed over. */
  readonly asked: readonly Omit<Ask, 'world'>[];
  /** Which of those bring something new when all goes as promised: the rest is refused, or served from store. */
  readonly fresh: readonly Query[];
  readonly arm: Arm;
}

/** How the undefended build differs. */
export interface Arm {
  readonly build: string;
  readonly trials: number;
  readonly life: (seed: number) => Life | Promise<Life>;
  /** Where it counts something else, too. */
  readonly worlds?: readonly [World, World];
}

/** A build with fresh noise for every question and no budget. */
export function freshNoise(trials: number): Arm {
  return {
    build: 'fresh noise for every question, no budget',
    trials,
    life: (seed) => undefended(policy, poolOf(seed)),
  };
}

/** A build that answers as it is. */
export function noNoise(trials: number): Arm {
  return { build: 'no noise', trials, life: () => undefended(policy, 'none') };
}

export function telling(parts: Telling): Attack {
  const { name, knowledge, questions, epsilon, trials, limit, seed, arm } = parts;
  const fresh = parts.fresh.map((query) => placesOf(policy, { query }, parts.worlds));
  const attacker = attackerOf(parts);
  return {
    ...{ name, knowledge, questions, epsilon, trials, limit, predicted: optimumOf(fresh.flat()) },
    async trial(number): Promise<Ended> {
      const life = await defended({ policy, seed: seed * 10_000 + number, ...parts.life });
      return { right: await attacker(life, parts.worlds, number), spentNano: life.spentNano() };
    },
    arm: {
      build: arm.build,
      trials: arm.trials,
      trial: async (number) =>
        await attacker(await arm.life(seed * 10_000 + 5_000 + number), arm.worlds ?? parts.worlds, number + 50_000),
    },
  };
}

type Attacker = (life: Life, worlds: readonly [World, World], number: number) => Promise<boolean>;

/** After so many refusals in a row nobody asks on. */
const PATIENCE = 10;

/** Asks everything in one of the two worlds, and says which. */
function attackerOf({ asked, worlds: known, seed, arm }: Telling): Attacker {
  const placesIn = (worlds: readonly [World, World]) => asked.map(({ query }) => placesOf(policy, { query }, worlds));
  const places = new Map([[known, placesIn(known)]]);
  if (arm.worlds !== undefined) {
    places.set(arm.worlds, placesIn(arm.worlds));
  }
  return async (life, worlds, number) => {
    const { bit, tie } = coins(seed, number);
    const heard: Heard[] = [];
    for (const ask of asked) {
      heard.push(await life.ask({ ...ask, world: worlds[bit] }));
      if (heard.slice(-PATIENCE).filter((answer) => answer === 'budget-exhausted').length === PATIENCE) {
        break;
      }
    }
    // What a site served from store was heard before.
    const ratio = heard.reduce(
      (sum, answer, at) =>
        typeof answer === 'string' || answer.replayed ? sum : sum + ratioOf(places.get(worlds)![at]!, answer.values),
      0,
    );
    return guessOf(ratio, tie) === (bit === 1);
  };
}
