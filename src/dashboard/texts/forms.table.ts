import type { Texts } from './say.ts';

/** What a field takes, said where something else stands in it; by the names of what a decision says. */
export const TAKES = {
  person: {
    en: '1 to 63 lower-case letters, digits and hyphens',
    de: '1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche',
  },
  site: {
    en: '1 to 63 lower-case letters, digits and hyphens',
    de: '1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche',
  },
  agreement: {
    en: '1 to 63 lower-case letters, digits and hyphens',
    de: '1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche',
  },
  key: { en: 'the 43 characters of a public key', de: 'die 43 Zeichen eines öffentlichen Schlüssels' },
  roles: { en: 'at least one role', de: 'mindestens eine Rolle' },
  epsilon: {
    en: 'a number such as 2.5, or -2.5 for less, with 9 digits behind the point at most',
    de: 'eine Zahl wie 2,5 oder -2,5 für weniger, mit höchstens 9 Stellen hinter dem Komma',
  },
  scope: {
    en: 'node, project:NAME, analyst:NAME, link:coordinator/NAME or link:site/NAME',
    de: 'node (alles), project:NAME, analyst:NAME, link:coordinator/NAME oder link:site/NAME',
  },
} as const satisfies Texts;

/** The same by measure, and for what isn't by a name. */
export const FORMS = {
  atLeast: { en: 'at least {n} characters', de: 'mindestens {n} Zeichen' },
  atMost: { en: 'at most {n} characters', de: 'höchstens {n} Zeichen' },
  takes: { en: 'This takes {what}.', de: 'Hier steht {what}.' },
  day: { en: 'a day such as 2026-01-31', de: 'ein Tag wie 31.01.2026' },
  other: { en: 'This is not in its form.', de: 'Das hat nicht die richtige Form.' },
  hides: {
    en: 'Here are characters that nobody sees or that turn text round. Delete them, or write it anew: {text}',
    de: 'Hier stehen Zeichen, die niemand sieht oder die Text umdrehen. Löschen Sie sie, oder schreiben Sie es neu: {text}',
  },
} as const satisfies Texts;
