import type { Texts } from './say.ts';

/** What a question of the form can measure. */
export const MEASURES = {
  'count patients': { en: 'count patients', de: 'Patienten zählen' },
  'count studies': { en: 'count studies', de: 'Studien zählen' },
  'count series': { en: 'count series', de: 'Serien zählen' },
  'count instances': { en: 'count instances', de: 'Instanzen zählen' },
  sum: { en: 'sum', de: 'Summe' },
  mean: { en: 'mean', de: 'Mittelwert' },
  variance: { en: 'variance', de: 'Varianz' },
  quantiles: { en: 'quantiles', de: 'Quantile' },
  histogram: { en: 'histogram', de: 'Histogramm' },
} as const satisfies Texts;
