import type { Draft } from '../../contract/index.ts';
import type { EffectWanted } from '../meta/site-effects.ts';

/** One question of the demonstration. */
export interface DemoQuestion {
  readonly name: string;
  readonly draft: Draft;
}

const COHORT: Draft = {
  count: 'patients',
  cohort: { all: [{ has: { Modality: 'CT', BodyPartExamined: 'CHEST' } }, { has: { Modality: 'MR' } }] },
  where: { PatientAge: { between: [50, 80] } },
  epsilon: '0.5',
};

export const DEMO_QUESTIONS: readonly DemoQuestion[] = [
  { name: 'patients with a chest CT and any MR, 50 to 80 years', draft: COHORT },
  {
    name: 'patients by manufacturer and sex',
    draft: { count: 'patients', by: ['Manufacturer', 'PatientSex'], epsilon: '1' },
  },
  { name: 'the first question again', draft: COHORT },
];

/**
 * Asked for its meta-analysis: how much thicker the slices of one make are than those of the other, at each site. A variance, since
 * sampling variance is worked out of it; bounds that fit what is asked keep the noise low.
 */
export const META_QUESTION: DemoQuestion = {
  name: 'CT slice thickness by manufacturer',
  draft: {
    variance: { field: 'SliceThickness', clamp: [0, 6] },
    where: { Modality: 'CT' },
    by: [{ field: 'Manufacturer', values: ['SIEMENS', 'GE'] }],
    epsilon: '2',
  },
};
export const META_WANTED = {
  effect: 'mean-difference',
  groups: ['Manufacturer=SIEMENS', 'Manufacturer=GE'],
  outcomes: [],
} as const satisfies EffectWanted;

/** Asked in a second project, by somebody else. */
export const LATER_QUESTIONS: readonly DemoQuestion[] = [
  {
    name: 'CT series by manufacturer',
    draft: { count: 'series', where: { Modality: 'CT' }, by: ['Manufacturer'], epsilon: '0.5' },
  },
  {
    name: 'mean slice thickness of CT series',
    draft: { mean: { field: 'SliceThickness', clamp: [0, 6] }, where: { Modality: 'CT' }, epsilon: '0.5' },
  },
];

/** Asked one after another until a site’s budget refuses. */
export const UNTIL_REFUSED: readonly DemoQuestion[] = ['CT', 'MR', 'US', 'CR', 'DX', 'MG', 'PT', 'NM'].map(
  (modality) => ({
    name: `studies with ${modality} series`,
    draft: { count: 'studies', where: { Modality: modality }, epsilon: '0.5' },
  }),
);
