import type { Texts } from './say.ts';

/** Budgets: what is spent, what is left, and what that buys. */
export const BUDGETS = {
  lead: {
    en: 'Every question is charged to the dataset, the project and the person, in full on each; the first that is empty stops it. No budget ever comes back by itself.',
    de: 'Jede Frage wird dem Datenbestand, dem Projekt und der Person in voller Höhe angerechnet; das erste leere Budget beendet das Fragen. Kein Budget füllt sich von selbst wieder.',
  },
  datasets: { en: 'Datasets', de: 'Datenbestände' },
  projects: { en: 'Projects', de: 'Projekte' },
  analysts: { en: 'Analysts', de: 'Fragende' },
  dataset: { en: 'first seen {year}', de: 'zuerst {year}' },
  name: { en: 'Budget', de: 'Budget' },
  cap: { en: 'Cap ({unit})', de: 'Obergrenze ({unit})' },
  spent: { en: 'Spent ({unit})', de: 'Verbraucht ({unit})' },
  reserved: { en: 'of which set aside', de: 'davon vorgemerkt' },
  left: { en: 'Left ({unit})', de: 'Übrig ({unit})' },
  buys: { en: 'What is left buys', de: 'Das Übrige reicht für' },
  counts: { en: 'about {n} more counts at ±{width} patients', de: 'etwa {n} weitere Zählungen mit ±{width} Patienten' },
  usedUp: { en: 'nothing more: it is used up', de: 'nichts mehr: Es ist aufgebraucht' },
  othersUsedUp: {
    en: 'nothing more for now: a budget that is charged with it is used up',
    de: 'vorerst nichts mehr: Ein Budget, dem zugleich angerechnet wird, ist aufgebraucht',
  },
  ended: { en: 'nothing more: the project has ended', de: 'nichts mehr: Das Projekt ist beendet' },
  endedEnd: { en: 'none: the project has ended', de: 'keines: Das Projekt ist beendet' },
  endedPerson: {
    en: 'nothing more for now: all projects of this person have ended',
    de: 'vorerst nichts mehr: Alle Projekte dieser Person sind beendet',
  },
  endedEndPerson: {
    en: 'none for now: all projects of this person have ended',
    de: 'vorerst keines: Alle Projekte dieser Person sind beendet',
  },
  ends: { en: 'Projected end', de: 'Voraussichtliches Ende' },
  notSoon: { en: 'not in ten years', de: 'nicht in zehn Jahren' },
  tooEarly: {
    en: 'too early to say: the budget is younger than {days} days',
    de: 'noch nicht abzusehen: Das Budget ist jünger als {days} Tage',
  },
  none: { en: 'No budget has been granted yet.', de: 'Es wurde noch kein Budget gewährt.' },
  chartTitle: { en: 'Share of each budget that is spent', de: 'Verbrauchter Anteil jedes Budgets' },
  chartAlt: {
    en: 'Bars: of {n} budgets, the most used one is {name} with {share} % spent.',
    de: 'Balken: Von {n} Budgets ist {name} mit {share} % am weitesten verbraucht.',
  },
  chartCut: {
    en: 'The picture shows the {drawn} of {all} budgets of which most is spent; the tables below have all of them.',
    de: 'Das Bild zeigt die {drawn} von {all} Budgets, von denen am meisten verbraucht ist; die Tabellen unten haben alle.',
  },
  basis: {
    en: 'Worked out for counts at ε {epsilon}: such a count is within ±{width} of the true number {confidence} % of the time.',
    de: 'Berechnet für Zählungen mit ε {epsilon}: Eine solche Zählung liegt in {confidence} % der Fälle höchstens ±{width} neben der wahren Zahl.',
  },
  burnDown: { en: 'What was left, day by day', de: 'Was übrig war, Tag für Tag' },
  burnAlt: {
    en: 'Line: {left} of {cap} is left on {day}. Projected end, if spending goes on as in the last four weeks: {end}.',
    de: 'Linie: Am {day} sind {left} von {cap} übrig. Voraussichtliches Ende, wenn es weitergeht wie in den letzten vier Wochen: {end}.',
  },
  burnAltEnded: {
    en: 'Line: {left} of {cap} was left on {day}. Nothing more is spent.',
    de: 'Linie: Am {day} waren {left} von {cap} übrig. Nichts wird mehr verbraucht.',
  },
  burnAltEndedPerson: {
    en: 'Line: {left} of {cap} was left on {day}. Nothing more is spent for now.',
    de: 'Linie: Am {day} waren {left} von {cap} übrig. Vorerst wird nichts mehr verbraucht.',
  },
  day: { en: 'Day (UTC)', de: 'Tag (UTC)' },
  empty: { en: 'spent', de: 'verbraucht' },
  worst: {
    en: 'What it means for one patient, at worst',
    de: 'Was es für einen einzelnen Patienten schlimmstenfalls bedeutet',
  },
  worstPresence: {
    en: 'Somebody who saw every answer paid from this budget, and knew everything about everybody else, could tell whether one person’s data is in it with at most {now} % certainty; with all of the cap spent, {cap} %. A guess is 50 %.',
    de: 'Wer alle aus diesem Budget bezahlten Antworten sähe und alles über alle anderen wüsste, könnte höchstens mit {now} % Sicherheit sagen, ob die Daten einer Person enthalten sind; bei voll ausgeschöpftem Budget mit {cap} %. Raten ergibt 50 %.',
  },
  worstAttribute: {
    en: 'One yes-or-no fact about a patient known to be in the data: at most {now} % so far, {cap} % at the cap.',
    de: 'Eine Ja-oder-Nein-Angabe über jemanden, der bekanntermaßen enthalten ist: bisher höchstens {now} %, an der Obergrenze {cap} %.',
  },
  togetherLead: {
    en: 'What each person spent in each project on each dataset. What is left is the least of the three budgets: the first that is empty stops a question.',
    de: 'Was jede Person in jedem Projekt auf jedem Datenbestand verbraucht hat. Übrig ist das kleinste der drei Budgets: Das erste leere beendet das Fragen.',
  },
  back: { en: 'All budgets', de: 'Alle Budgets' },
  whatIfLead: {
    en: 'How wide the noise is for an amount of ε. This is worked out from the policy alone; no data is touched and nothing is spent.',
    de: 'Wie breit das Rauschen bei einem bestimmten ε ist. Das folgt allein aus der Richtlinie; keine Daten werden berührt, nichts wird verbraucht.',
  },
  epsilon: { en: 'ε for one question', de: 'ε für eine Frage' },
  epsilonHint: {
    en: 'between {min} and {max}, as the policy has it',
    de: 'zwischen {min} und {max}, wie es die Richtlinie vorsieht',
  },
  sites: { en: 'Sites in the question', de: 'Standorte in der Frage' },
  show: { en: 'Show', de: 'Anzeigen' },
  oneSite: { en: 'A count of patients at one site', de: 'Eine Zählung von Patienten an einem Standort' },
  allSites: { en: 'The sum over {n} sites', de: 'Die Summe über {n} Standorte' },
  within: { en: '±{width} patients, {confidence} % of the time', de: '±{width} Patienten in {confidence} % der Fälle' },
  wrongEpsilon: {
    en: 'Use a number such as 0.1, within the bounds.',
    de: 'Geben Sie eine Zahl wie 0,1 innerhalb der Grenzen ein.',
  },
  wrongSites: {
    en: 'Name a number of sites from {min} to {max}.',
    de: 'Geben Sie eine Zahl von {min} bis {max} Standorten ein.',
  },
  notWorkedOut: {
    en: 'For what is written there now nothing is worked out yet.',
    de: 'Für das, was jetzt dort steht, ist noch nichts berechnet.',
  },
} as const satisfies Texts;
