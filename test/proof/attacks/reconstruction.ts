import type { Query } from '../../../src/contract/index.ts';
import { dice } from '../../query/support/random.ts';
import { patient } from '../../replay/support/history.ts';
import { type Attack, limitOf } from '../support/attack.ts';
import { defended, type Life, noiseOf, undefended } from '../support/life.ts';
import { drawLaw } from '../support/likelihood.ts';
import { worldOf } from '../support/world.ts';
import { policy, question } from './people.ts';

// Dinur and Nissim 2003: many counts over random sets of people give back everybody's secret, by least squares.

const PEOPLE = 48;
const SETS = 96;
const FIRST_AGE = 20;
const throwing = dice(77);
const secrets = Array.from({ length: PEOPLE }, () => throwing.below(2));
const members = Array.from({ length: SETS }, () => Array.from({ length: PEOPLE }, () => throwing.below(2)));

/** Everybody is known by their age, and has either their head or their chest examined. */
const history = secrets.map((secret, at) =>
  patient(`person-${at}`, [{ study: 1, values: { PatientAge: FIRST_AGE + at, BodyPartExamined: secret * 2 } }]),
);

function questions(epsilon: string): Query[] {
  return members.map((inSet) => {
    const PatientAge = inSet.flatMap((isIn, at) => (isIn === 1 ? [FIRST_AGE + at] : []));
    return question({ count: 'patients', where: { PatientAge, BodyPartExamined: 'HEAD' } }, epsilon);
  });
}

/** (MᵀM)⁻¹Mᵀ by Gauss and Jordan: what gives each person's value, as a combination of answers. */
function leastSquares(): readonly (readonly number[])[] {
  const rows = Array.from({ length: PEOPLE }, (_, i) => [
    ...Array.from({ length: PEOPLE }, (_unused, j) => members.reduce((sum, set) => sum + set[i]! * set[j]!, 0)),
    ...members.map((set) => set[i]!),
  ]);
  for (let at = 0; at < PEOPLE; at += 1) {
    const pivot = rows.slice(at).reduce((best, row) => (Math.abs(row[at]!) > Math.abs(best[at]!) ? row : best));
    const from = rows.indexOf(pivot);
    [rows[at], rows[from]] = [pivot.map((value) => value / pivot[at]!), rows[at]!];
    if (from === at) {
      rows[at] = pivot.map((value) => value / pivot[at]!);
    }
    rows.forEach((row, index) => {
      if (index !== at) {
        const factor = row[at]!;
        rows[index] = row.map((value, column) => value - factor * rows[at]![column]!);
      }
    });
  }
  return rows.map((row) => row.slice(PEOPLE));
}

/** Φ, by the error function of Abramowitz and Stegun 7.1.26: to 1.5·10⁻⁷. */
function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = (1 - series * Math.exp(-x * x)) / 2;
  return z >= 0 ? 0.5 + half : 0.5 - half;
}

const EPSILON = '0.01';

/** Linear reconstruction. A trial is one life of the site, in which one person’s secret is told right or wrong. */
export async function reconstruction(): Promise<readonly Attack[]> {
  const [careful, careless] = [questions(EPSILON), questions('1')];
  const world = await worldOf(history, { policy, queries: [...careful, ...careless] });
  const solution = leastSquares();
  const guessed = async (life: Life, asked: readonly Query[], number: number): Promise<boolean> => {
    const person = number % PEOPLE;
    let value = 0;
    for (const [at, query] of asked.entries()) {
      const heard = await life.ask({ query, world });
      value += typeof heard === 'string' ? 0 : solution[person]![at]! * Number(heard.values[0]);
    }
    return (value > 0.5 ? 1 : 0) === secrets[person];
  };
  const { variance } = drawLaw(noiseOf(policy, careful[0]!).laws[0]!);
  const deviations = solution.map((row) => Math.sqrt(variance * row.reduce((sum, weight) => sum + weight * weight, 0)));
  const epsilon = (SETS * Number(EPSILON)).toFixed(2);
  return [
    {
      name: 'reconstruction: everybody’s secret from random sets',
      knowledge: `the ages of all ${PEOPLE} people, each of whom has a secret bit`,
      questions: `${SETS} counts of patients at ε ${EPSILON} over random halves of the people`,
      epsilon,
      trials: 96,
      limit: limitOf(2 * Number(epsilon)),
      predicted: deviations.reduce((sum, deviation) => sum + normalCdf(0.5 / deviation), 0) / PEOPLE,
      async trial(number) {
        const life = await defended({ policy, cap: epsilon, seed: 510_000 + number });
        return { right: await guessed(life, careful, number), spentNano: life.spentNano() };
      },
      arm: {
        build: 'no noise',
        trials: 480,
        trial: (number) => guessed(undefended(policy, 'none'), careless, number),
      },
    },
  ];
}
