import { WORDS, type Word } from '../../shown/index.ts';
import type { Text } from './say.ts';

/** What is said of an answer, in every language: in English as everywhere. */
export const SHOWN = {
  countOfPatients: { en: WORDS.countOfPatients, de: 'Zahl der Patienten' },
  countOfStudies: { en: WORDS.countOfStudies, de: 'Zahl der Studien' },
  countOfSeries: { en: WORDS.countOfSeries, de: 'Zahl der Serien' },
  countOfInstances: { en: WORDS.countOfInstances, de: 'Zahl der Instanzen' },
  sumOf: { en: WORDS.sumOf, de: 'Summe von {names}' },
  meanOf: { en: WORDS.meanOf, de: 'Mittelwert von {names}' },
  varianceOf: { en: WORDS.varianceOf, de: 'Varianz von {names}' },
  quantilesOf: { en: WORDS.quantilesOf, de: 'Quantile von {names}' },
  histogramOf: { en: WORDS.histogramOf, de: 'Histogramm von {names}' },
  momentsOf: { en: WORDS.momentsOf, de: 'Momente von {names}' },
  onePerPatient: { en: WORDS.onePerPatient, de: 'ein Wert je Patient' },
  studiesPerPatient: { en: WORDS.studiesPerPatient, de: 'bis zu {count} Studien je Patient' },
  reducedBy: { en: WORDS.reducedBy, de: 'zusammengefasst durch {reduce}' },
  clamped: { en: WORDS.clamped, de: 'begrenzt auf {low} … {high}' },
  clampedEach: { en: WORDS.clampedEach, de: '{field} begrenzt auf {low} … {high}' },
  notEstimable: { en: WORDS.notEstimable, de: 'nicht schätzbar' },
  overSites: {
    en: WORDS.overSites,
    de: 'Zusammengezählt über {count} von {all} Standorten; die Intervalle gelten für das hinzugefügte Rauschen, bei {confidence} %, die von Anteilen, Verhältnissen, Korrelationen und Regressionen auch für die Stichprobe.',
  },
  cellsCapped: {
    en: WORDS.cellsCapped,
    de: 'Ein Patient zählt in höchstens {most} der {cells} Zellen; was darüber hinausgeht, fehlt.',
  },
  treeNoise: {
    en: WORDS.treeNoise,
    de: 'Bei Quantilen bleibt das Rauschen innerhalb von ± {width} Patienten in jedem Knoten des Baums; das Intervall des Quantils selbst hängt von den Daten ab.',
  },
  treeNoiseOfStudies: {
    en: WORDS.treeNoiseOfStudies,
    de: 'Bei Quantilen bleibt das Rauschen innerhalb von ± {width} Studien in jedem Knoten des Baums; das Intervall des Quantils selbst hängt von den Daten ab.',
  },
  sharedBudget: {
    en: WORDS.sharedBudget,
    de: 'Ein Budget, das Sie mit anderen teilen, kann früher zu Ende sein als Ihr Kontingent.',
  },
  noneAnswered: { en: WORDS.noneAnswered, de: 'Kein Standort hat geantwortet.' },
  stored: { en: WORDS.stored, de: 'gespeicherte Antwort, kostenlos' },
  storedFiner: { en: WORDS.storedFiner, de: 'gespeicherte Antwort nach {over}, zusammengezählt, kostenlos' },
  sentBefore: { en: WORDS.sentBefore, de: 'schon gesendet, kostenlos' },
  yearLeftOut: {
    en: WORDS.yearLeftOut,
    de: 'Ausgelassen, weil kein Standort, der geantwortet hat, ihn hat: der Jahrgang {years}.',
  },
  yearsLeftOut: {
    en: WORDS.yearsLeftOut,
    de: 'Ausgelassen, weil kein Standort, der geantwortet hat, sie hat: die Jahrgänge {years}.',
  },
  lossOfPatient: {
    en: WORDS.lossOfPatient,
    de: 'Ein Patient hat durch diese Antwort höchstens ε {question} verloren, durch alle Antworten über diesen Koordinator ε {total}.',
  },
  lossAtSites: {
    en: WORDS.lossAtSites,
    de: 'Ein Patient, der an bis zu {sites} Standorten ist, hat durch diese Antwort höchstens ε {question} verloren, durch alle Antworten über diesen Koordinator ε {total}.',
  },
  requestId: { en: WORDS.requestId, de: 'Kennung der Anfrage: {id}.' },
} as const satisfies Readonly<Record<Word, Text>>;
