import { patient } from '../../replay/support/history.ts';
import { MUTANTS } from '../../replay/support/mutants.ts';
import { type Attack, limitOf } from '../support/attack.ts';
import { type Arm, freshNoise, noNoise, telling } from '../support/presence.ts';
import { type World, worldOf } from '../support/world.ts';
import { others, policy, question, type target } from './people.ts';

// One bit of one patient is asked for with everything else known, by the likelihood ratio: nobody can do better.

const ALL_ELSE = 'all patients but one, and what that one would be';

/** Twelve series of four modalities, at the ends of every range: as much as one patient can be to a table. */
const outlier = patient(
  'target',
  Array.from({ length: 12 }, (_, at) => ({
    study: at % 3,
    instances: 4,
    values: { Modality: at % 4, BodyPartExamined: at % 8, PatientSex: 1, PatientAge: 90, SliceThickness: 20 },
  })),
);

/** A patient with three hundred series of one modality. */
const inflated = patient(
  'target',
  Array.from({ length: 300 }, () => ({ study: 1, values: { Modality: 0, PatientSex: 1, PatientAge: 60 } })),
);

const woman = patient('target', [{ study: 1, values: { Modality: 0, PatientSex: 0, PatientAge: 60 } }]);
const man = patient('target', [{ study: 1, values: { Modality: 0, PatientSex: 1, PatientAge: 60 } }]);

const series = question({ count: 'series', by: ['Modality'] }, '1');
const moments = question({ moments: { fields: ['PatientAge', 'SliceThickness'] } }, '2');
const quantiles = question({ quantiles: 'PatientAge' }, '1');
const instances = question({ count: 'instances' }, '1');
const sexes = question({ count: 'patients', by: ['PatientSex'] }, '0.5');
const chest = question({ count: 'patients', where: { Modality: 'CT', PatientAge: { between: [55, 90] } } }, '0.5');

const QUERIES = [series, moments, quantiles, instances, sexes, chest];

/** All attacks by the likelihood ratio on one bit. */
export async function tellingApart(): Promise<readonly Attack[]> {
  const world = (target_: typeof target | undefined, pipeline?: (typeof MUTANTS)[string]): Promise<World> =>
    worldOf(target_ === undefined ? others : [...others, target_], {
      policy,
      queries: QUERIES,
      ...(pipeline && { pipeline }),
    });
  const unbounded = MUTANTS['l∞ ignored'];
  const without = await world(undefined);
  const extreme = [without, await world(outlier)] as const;
  const one = (epsilon: string, query: (typeof QUERIES)[number], arm: Arm) => ({
    ...{ knowledge: ALL_ELSE, epsilon, limit: limitOf(Number(epsilon)), trials: 1_500, arm },
    ...{ life: { cap: '10' }, asked: [{ query }], fresh: [query], worlds: extreme },
  });
  return [
    telling({
      ...one('1', series, noNoise(200)),
      name: 'membership: an outlier in a table of series',
      questions: 'one count of series by modality at ε 1',
      seed: 21,
    }),
    telling({
      ...one('2', moments, noNoise(200)),
      name: 'membership: an outlier in moments',
      questions: 'sums, squares and products of two numbers at ε 2',
      seed: 22,
    }),
    telling({
      ...one('1', quantiles, noNoise(200)),
      name: 'membership: an outlier in a quantile tree',
      questions: 'the tree of ages at ε 1',
      seed: 23,
    }),
    telling({
      ...one('1', instances, {
        build: 'contributions not bounded, noise as before',
        trials: 200,
        life: freshNoise(0).life,
        worlds: [await world(undefined, unbounded), await world(inflated, unbounded)],
      }),
      name: 'inflation: a patient with 300 series',
      questions: 'one count of instances at ε 1',
      worlds: [without, await world(inflated)],
      seed: 24,
    }),
    telling({
      ...one('0.5', sexes, noNoise(200)),
      name: 'attribute: the sex of a patient known to be present',
      knowledge: 'everything but the sex of one patient',
      questions: 'one count of patients by sex at ε 0.5',
      limit: limitOf(2 * 0.5),
      worlds: [await world(woman), await world(man)],
      seed: 25,
    }),
  ];
}
