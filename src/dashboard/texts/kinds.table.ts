import type { Texts } from './say.ts';

/** Kinds of decisions, by their names in the journal. */
export const KINDS = {
  grant: { en: 'More budget', de: 'Mehr Budget' },
  freeze: { en: 'Freeze', de: 'Sperre' },
  unfreeze: { en: 'Lift a freeze', de: 'Sperre aufheben' },
  policy: { en: 'Policy', de: 'Richtlinie' },
  recovery: { en: 'Recovery of the log', de: 'Wiederherstellung des Protokolls' },
  enrol: { en: 'Enrol a person', de: 'Person aufnehmen' },
  dismiss: { en: 'Dismiss a person', de: 'Person entlassen' },
  decline: { en: 'Decline', de: 'Ablehnung' },
} as const satisfies Texts;
