import type { Texts } from './say.ts';

/** Whether a change keeps or tells more of a patient, by the policy's names. */
export const DIRECTIONS = {
  loosening: { en: 'loosens', de: 'lockert' },
  tightening: { en: 'tightens', de: 'verschärft' },
  neutral: { en: 'neither', de: 'weder noch' },
} as const satisfies Texts;
