import type { Texts } from './say.ts';

/** What a decision is about, by the names of meters and of what a freeze stops. */
export const SUBJECTS = {
  change: { en: '{subject}: ε {epsilon}', de: '{subject}: ε {epsilon}' },
  withRoles: { en: '{person}: {roles}', de: '{person}: {roles}' },
  project: { en: 'project {name}', de: 'Projekt {name}' },
  analyst: { en: 'person {name}', de: 'Person {name}' },
  link: { en: 'messages of {name}', de: 'Nachrichten von {name}' },
  node: { en: 'the whole site', de: 'der ganze Standort' },
} as const satisfies Texts;
