import { analystMeter, projectMeter } from '../../../src/budget/index.ts';
import type { Query } from '../../../src/contract/index.ts';
import { type Attack, limitOf } from '../support/attack.ts';
import { defended } from '../support/life.ts';
import { freshNoise, telling } from '../support/presence.ts';
import { worldOf } from '../support/world.ts';
import { others, policy, question, target } from './people.ts';

// One bit, the presence of the target, is asked for many times over, so that noise may average out.

const KNOWLEDGE = 'all patients but one, and what that one would be';

/** Many questions that differ, and all hold the target. */
function rewritings(count: number, epsilon: string): Query[] {
  return Array.from({ length: count }, (_, at) =>
    question(
      { count: 'patients', where: { Modality: 'CT', PatientAge: { between: [at % 60, 61 + Math.floor(at / 60)] } } },
      epsilon,
    ),
  );
}

const same = question({ count: 'patients', where: { Modality: ['CT'], PatientAge: { between: [55, 90] } } }, '0.5');
/** The same question in other words. */
const WORDS: readonly Query[] = [
  same,
  { ...same, where: { all: [{ Modality: 'CT' }, { PatientAge: { between: [55, 90] } }] } },
  { ...same, where: { not: { not: { Modality: 'CT', PatientAge: { between: [55, 90] } } } } },
  { ...same, where: { all: [{ PatientAge: { between: [55, 90] } }, { any: [{ Modality: ['CT', 'CT'] }] }] } },
];

/** All attacks that average. */
export async function averaging(): Promise<readonly Attack[]> {
  const many = rewritings(300, '0.2');
  const five = rewritings(5, '1');
  const queries = [same, ...WORDS, ...many, ...five];
  const worlds = await Promise.all(
    [others, [...others, target]].map((history) => worldOf(history, { policy, queries })),
  );
  const known = { knowledge: KNOWLEDGE, worlds: [worlds[0]!, worlds[1]!] as const };
  const analysts = five.map((_, at) => `analyst-${at}`);
  return [
    telling({
      ...known,
      name: 'averaging: one question again and again',
      questions: '10 times the same count of patients at ε 0.5',
      ...{ seed: 1, epsilon: '0.5', limit: limitOf(0.5), trials: 1_000, arm: freshNoise(400) },
      life: { cap: '10' },
      asked: Array.from({ length: 10 }, () => ({ query: same })),
      fresh: [same],
    }),
    telling({
      ...known,
      name: 'averaging: one question in other words',
      questions: '10 counts of patients at ε 0.5: one question in four spellings',
      ...{ seed: 2, epsilon: '0.5', limit: limitOf(0.5), trials: 1_000, arm: freshNoise(400) },
      life: { cap: '10' },
      asked: Array.from({ length: 10 }, (_, at) => ({ query: WORDS[at % WORDS.length]! })),
      fresh: [same],
    }),
    telling({
      ...known,
      name: 'averaging: rewritten questions',
      questions: '300 counts of patients at ε 0.2, no two alike, all with the target in them',
      ...{ seed: 3, epsilon: '1', limit: limitOf(1), trials: 400, arm: freshNoise(400) },
      life: { cap: '1' },
      asked: many.map((query) => ({ query })),
      fresh: many.slice(0, 5),
    }),
    telling({
      ...known,
      name: 'averaging: five analysts',
      questions: 'five analysts with budgets of their own, one count of patients at ε 1 each',
      ...{ seed: 4, epsilon: '1', limit: limitOf(1), trials: 1_000 },
      life: { cap: '1', analysts },
      asked: five.map((query, at) => ({ query, analyst: analysts[at]! })),
      fresh: five.slice(0, 1),
      arm: {
        build: 'analysts’ budgets alone, none for the patients',
        trials: 400,
        life: (seed) =>
          defended({
            ...{ policy, cap: '5', seed, analysts },
            meters: (analyst) => [projectMeter('lung'), analystMeter(analyst)],
          }),
      },
    }),
    telling({
      ...known,
      name: 'averaging: across snapshots',
      questions: 'the same count of patients at ε 0.5 on 20 snapshots',
      ...{ seed: 5, epsilon: '1', limit: limitOf(1), trials: 1_000, arm: freshNoise(400) },
      life: { cap: '1' },
      asked: Array.from({ length: 20 }, (_, at) => ({ query: same, snapshot: at.toString(16).padStart(32, '0') })),
      fresh: [same, same],
    }),
  ];
}
