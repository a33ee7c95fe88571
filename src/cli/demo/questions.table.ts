import type { Draft } from '../../contract/index.ts';

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

/** Asked one after another until a site’s budget refuses. */
export const UNTIL_REFUSED: readonly DemoQuestion[] = ['CT', 'MR', 'US', 'CR', 'DX', 'MG', 'PT', 'NM'].map(
  (modality) => ({
    name: `studies with ${modality} series`,
    draft: { count: 'studies', where: { Modality: modality }, epsilon: '0.5' },
  }),
);
