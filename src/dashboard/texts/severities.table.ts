import type { Texts } from './say.ts';

/** How bad an incident is, by the names in the journal. */
export const SEVERITIES = {
  high: { en: 'high', de: 'hoch' },
  medium: { en: 'medium', de: 'mittel' },
  low: { en: 'low', de: 'niedrig' },
} as const satisfies Texts;
