import type { Texts } from './say.ts';

/** What a number of an answer or an effect of sites is called: by the coordinator's own name for it, or the command's. */
export const ESTIMATES = {
  patients: { en: 'patients', de: 'Patienten' },
  studies: { en: 'studies', de: 'Studien' },
  series: { en: 'series', de: 'Serien' },
  instances: { en: 'instances', de: 'Instanzen' },
  sum: { en: 'sum', de: 'Summe' },
  mean: { en: 'mean', de: 'Mittelwert' },
  variance: { en: 'variance', de: 'Varianz' },
  deviation: { en: 'deviation', de: 'Standardabweichung' },
  residual: { en: 'residual deviation', de: 'Standardabweichung der Reste' },
  regression: { en: 'regression of {name}', de: 'Regression von {name}' },
  intercept: { en: 'intercept of {name}', de: 'Achsenabschnitt von {name}' },
  slope: { en: 'slope by {name}', de: 'Steigung nach {name}' },
  pOfChiSquare: { en: 'p of χ²', de: 'p von χ²' },
  proportion: { en: 'proportion in the first cell', de: 'Anteil in der ersten Zelle' },
  oddsRatio: { en: 'odds ratio', de: 'Chancenverhältnis (Odds Ratio)' },
  riskRatio: { en: 'risk ratio', de: 'Risikoverhältnis' },
  logMean: { en: 'log-mean', de: 'Logarithmus des Mittelwerts' },
  meanDifference: { en: 'mean-difference', de: 'Differenz der Mittelwerte' },
  correlation: { en: 'correlation', de: 'Korrelation' },
  proportionOf: { en: 'proportion', de: 'Anteil' },
  oddsRatioOf: { en: 'odds-ratio', de: 'Chancenverhältnis (Odds Ratio)' },
  riskRatioOf: { en: 'risk-ratio', de: 'Risikoverhältnis' },
} as const satisfies Texts;
