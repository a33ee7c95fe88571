import type { Texts } from './say.ts';

/** Risk classes of fields, by their names in the policy. */
export const RISKS = {
  direct: { en: 'direct identifier', de: 'direkt identifizierend' },
  strong: { en: 'strong', de: 'hoch' },
  weak: { en: 'weak', de: 'gering' },
  technical: { en: 'technical', de: 'technisch' },
} as const satisfies Texts;
