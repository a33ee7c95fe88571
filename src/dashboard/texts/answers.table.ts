import type { Texts } from './say.ts';

/** What an answer was, by the names in the journal. */
export const ANSWERS = {
  released: { en: 'numbers with noise', de: 'verrauschte Zahlen' },
  masked: { en: 'a masked part of a total', de: 'ein maskierter Teil einer Summe' },
  refused: { en: 'charged, without numbers', de: 'angerechnet, ohne Zahlen' },
} as const satisfies Texts;
