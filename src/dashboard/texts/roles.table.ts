import type { Texts } from './say.ts';

/** Roles, by their names in the journal. */
export const ROLES = {
  steward: { en: 'steward', de: 'Datenverantwortliche' },
  'privacy-officer': { en: 'privacy officer', de: 'Datenschutz' },
  auditor: { en: 'auditor', de: 'Revision' },
  operator: { en: 'operator', de: 'Betrieb' },
  researcher: { en: 'researcher', de: 'Forschung' },
  reviewer: { en: 'clinician reviewer', de: 'klinische Begutachtung' },
} as const satisfies Texts;
