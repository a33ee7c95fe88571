import type { Texts } from './say.ts';

/** Who decides but people: parts of the program, by their names in the journal, which no person may have. */
export const ACTORS = {
  shell: { en: 'the site’s own account', de: 'das Konto des Standorts' },
  configuration: { en: 'the configuration', de: 'die Konfiguration' },
  recovery: { en: 'a start after a crash', de: 'ein Start nach einem Absturz' },
  node: { en: 'the site itself', de: 'der Standort selbst' },
} as const satisfies Texts;
