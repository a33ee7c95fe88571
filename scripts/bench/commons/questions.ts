/** One question, and what holds for the rows of exactly those patients whom each of its cells counts, as the table has them. */
export interface Asked {
  readonly name: string;
  /** In YAML, without its ε. */
  readonly question: string;
  readonly truth: readonly string[];
}

const has = (condition: string): string => `bool_or(coalesce(${condition}, false))`;
const modality = (value: string): string => has(`"Modality" = '${value}'`);
// The table has ages in years nearly always; the others are younger.
const MIDDLE_AGED = `regexp_full_match("PatientAge", '[0-9]{3}Y') AND try_cast("PatientAge"[1:3] AS INT) BETWEEN 50 AND 80`;
const MODALITIES = ['CT', 'MG', 'MR', 'SEG', 'SM'];

/** Counts that can be said of the table's own texts without the policy's vocabularies. */
export const ASKED: readonly Asked[] = [
  { name: 'patients', question: 'count: patients', truth: ['true'] },
  { name: 'patients with CT', question: 'count: patients\nwhere: { Modality: CT }', truth: [modality('CT')] },
  {
    name: 'patients with CT and a segmentation, without MR',
    question:
      'count: patients\ncohort: { all: [{ has: { Modality: CT } }, { has: { Modality: SEG } }, { not: { has: { Modality: MR } } }] }',
    truth: [`${modality('CT')} AND ${modality('SEG')} AND NOT ${modality('MR')}`],
  },
  {
    name: 'patients with CT at 50 to 80',
    question: 'count: patients\nwhere: { Modality: CT, PatientAge: { between: [50, 80] } }',
    truth: [has(`"Modality" = 'CT' AND ${MIDDLE_AGED}`)],
  },
  {
    name: 'patients by 5 modalities',
    question: `count: patients\nby: [{ field: Modality, values: [${MODALITIES.join(', ')}] }]`,
    truth: MODALITIES.map(modality),
  },
];
