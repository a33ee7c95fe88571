import type { Texts } from './say.ts';

/** What kinds of purpose a project has, by their names in the contract. */
export const PURPOSES = {
  research: { en: 'research', de: 'Forschung' },
  quality: { en: 'quality of care', de: 'Qualitätssicherung' },
  education: { en: 'education', de: 'Lehre' },
  'public-health': { en: 'public health', de: 'öffentliche Gesundheit' },
  'product-development': { en: 'product development', de: 'Produktentwicklung' },
} as const satisfies Texts;
