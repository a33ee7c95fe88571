import type { Query } from '../../../src/contract/index.ts';
import { inFolder, pseudonym, publishRows } from '../../warehouse/support/archive.ts';
import { type Attack, limitOf } from '../support/attack.ts';
import { type Ask, defended, type Heard, type Life, noiseOf, undefended } from '../support/life.ts';
import { differenceOptimum } from '../support/likelihood.ts';
import { type World, worldIn, worldOf } from '../support/world.ts';
import { coins, others, policy, question, target } from './people.ts';

// Sums and differences of answers that cancel everybody but the target. The attacker knows nobody else.

const isTarget = { has: { PatientAge: { between: [60, 90] as [number, number] } } };
const isWoman = { has: { PatientSex: 'F' } };

interface Difference extends Pick<Attack, 'name' | 'questions' | 'epsilon'> {
  readonly seed: number;
  /** What is asked if the bit is 0 or 1, each with its sign in the sum. */
  readonly terms: readonly {
    readonly query: Query;
    readonly sign: 1 | -1;
    readonly worlds: readonly [World, World];
    readonly snapshot?: string;
  }[];
}

function difference({ name, questions, epsilon, seed, terms }: Difference): Attack {
  const guessed = async (life: Life, number: number): Promise<boolean> => {
    const { bit } = coins(seed, number);
    let sum = 0n;
    for (const { query, sign, worlds, snapshot } of terms) {
      const asking: Ask = { query, world: worlds[bit], ...(snapshot === undefined ? {} : { snapshot }) };
      sum += BigInt(sign) * only(await life.ask(asking));
    }
    return sum >= 1n === (bit === 1);
  };
  return {
    ...{ name, questions, epsilon, trials: 1_500 },
    knowledge: 'how to single the target out, and nothing of the others',
    limit: limitOf(Number(epsilon)),
    predicted: differenceOptimum(terms.flatMap(({ query }) => noiseOf(policy, query).laws)),
    async trial(number) {
      const life = await defended({ policy, cap: epsilon, seed: seed * 10_000 + number });
      return { right: await guessed(life, number), spentNano: life.spentNano() };
    },
    arm: { build: 'no noise', trials: 200, trial: (number) => guessed(undefended(policy, 'none'), number + 50_000) },
  };
}

function only(heard: Heard): bigint {
  if (typeof heard === 'string') {
    throw new Error(`refused: ${heard}`);
  }
  return heard.values[0]!;
}

/** All attacks by differences. */
export async function differencing(): Promise<readonly Attack[]> {
  const half = (cohort: Query['cohort']): Query => question({ count: 'patients', ...(cohort && { cohort }) }, '0.5');
  const third = (cohort: Query['cohort']): Query => question({ count: 'patients', ...(cohort && { cohort }) }, '0.3');
  const [all, allBut] = [half(undefined), half({ not: isTarget })];
  const orWoman = third({ any: [isTarget, isWoman] });
  const orNot = third({ any: [isTarget, { not: isWoman }] });
  const everybody = third(undefined);
  const queries = [all, allBut, orWoman, orNot, everybody];
  const worlds = [
    await worldOf(others, { policy, queries }),
    await worldOf([...others, target], { policy, queries }),
  ] as const;
  const after = [worlds[0], await withdrawn(queries)] as const;
  return [
    difference({
      name: 'differencing: everybody less everybody but one',
      questions: 'two counts of patients at ε 0.5',
      ...{ epsilon: '1', seed: 31 },
      terms: [
        { query: all, sign: 1, worlds },
        { query: allBut, sign: -1, worlds },
      ],
    }),
    difference({
      name: 'tracker: three questions that each hold half of everybody',
      questions: 'a general tracker, three counts of patients at ε 0.3',
      ...{ epsilon: '0.9', seed: 32 },
      terms: [
        { query: orWoman, sign: 1, worlds },
        { query: orNot, sign: 1, worlds },
        { query: everybody, sign: -1, worlds },
      ],
    }),
    difference({
      name: 'withdrawal: before less after',
      questions: 'one count of patients at ε 0.5 on the snapshots before and after the target may have withdrawn',
      ...{ epsilon: '1', seed: 33 },
      terms: [
        { query: all, sign: 1, worlds },
        { query: all, sign: -1, worlds: after, snapshot: 'f'.repeat(32) },
      ],
    }),
  ];
}

/** The site after the target has withdrawn: published twice, the second time without. */
async function withdrawn(queries: readonly Query[]): Promise<World> {
  return await inFolder(async (folder) => {
    const rows = [...others, target].flatMap((one) => one.rows);
    const first = await publishRows({ folder, policy, rows, day: '2026-02-01', seed: 'first' });
    const second = await publishRows({
      ...{ folder, policy, rows: [], day: '2026-03-01', seed: 'second' },
      ...{ expected: first.record, optedOut: [pseudonym(target.name)] },
    });
    return await worldIn(second.file, { policy, queries });
  });
}
