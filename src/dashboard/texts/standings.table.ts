import type { Texts } from './say.ts';

/** How incidents and projects stand, by the node's names. */
export const STANDINGS = {
  frozen: { en: 'frozen', de: 'gesperrt' },
  open: { en: 'open', de: 'offen' },
  closed: { en: 'closed', de: 'abgeschlossen' },
  ended: { en: 'ended', de: 'beendet' },
  'ethics approval over': { en: 'ethics approval over', de: 'Ethikvotum abgelaufen' },
} as const satisfies Texts;
