/** What is said of an answer or a quote, in English; `{name}` stands for a value. Pages have each in their other languages as well. */
export const WORDS = {
  countOfPatients: 'count of patients',
  countOfStudies: 'count of studies',
  countOfSeries: 'count of series',
  countOfInstances: 'count of instances',
  sumOf: 'sum of {names}',
  meanOf: 'mean of {names}',
  varianceOf: 'variance of {names}',
  quantilesOf: 'quantiles of {names}',
  histogramOf: 'histogram of {names}',
  momentsOf: 'moments of {names}',
  onePerPatient: 'one value a patient',
  studiesPerPatient: 'up to {count} studies a patient',
  reducedBy: 'reduced by {reduce}',
  clamped: 'clamped to {low} … {high}',
  clampedEach: '{field} clamped to {low} … {high}',
  notEstimable: 'not estimable',
  overSites:
    'Added up over {count} of {all} sites; intervals are of the noise that was added, at {confidence} %, and those of proportions, ratios, correlations and regressions of sampling as well.',
  cellsCapped: 'A patient counts in at most {most} of the {cells} cells; what lies beyond is left out.',
  treeNoise:
    'Of quantiles, the noise is within ± {width} patients in each node of the tree; the quantile’s own interval depends on the data.',
  treeNoiseOfStudies:
    'Of quantiles, the noise is within ± {width} studies in each node of the tree; the quantile’s own interval depends on the data.',
  sharedBudget: 'A budget that you share with others may end before your quota does.',
  noneAnswered: 'No site answered.',
  stored: 'stored answer, free',
  storedFiner: 'stored answer by {over}, added up, free',
  sentBefore: 'sent before, free',
  yearLeftOut: 'Left out: the intake year {years}, which no site that answered has.',
  yearsLeftOut: 'Left out: the intake years {years}, which no site that answered has.',
  lossOfPatient:
    'A patient has lost at most ε {question} by this answer, ε {total} by all answers through this coordinator.',
  lossAtSites:
    'A patient who is at up to {sites} sites has lost at most ε {question} by this answer, ε {total} by all answers through this coordinator.',
  requestId: 'Request id {id}.',
} as const;

/** The name of one of them. */
export type Word = keyof typeof WORDS;
