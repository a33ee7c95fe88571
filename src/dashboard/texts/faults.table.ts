import type { Texts } from './say.ts';

/** Why a request came to nothing, by access's names. */
export const FAULTS = {
  'not-found': { en: 'There is no such page.', de: 'Diese Seite gibt es nicht.' },
  'not-asked-here': {
    en: 'The form was not sent from a page of this site.',
    de: 'Das Formular kam nicht von einer Seite dieses Standorts.',
  },
  'wrong-form': { en: 'What was sent is not in its form.', de: 'Das Gesendete hat nicht die richtige Form.' },
  'form-expired': {
    en: 'Nothing was done: since this form was loaded you signed in or out, perhaps in another tab, or the program was started anew. Go back, load the page again and repeat it.',
    de: 'Nichts wurde getan: Seit dieses Formular geladen wurde, haben Sie sich an- oder abgemeldet, vielleicht in einem anderen Tab, oder das Programm wurde neu gestartet. Gehen Sie zurück, laden Sie die Seite neu und wiederholen Sie es.',
  },
  'too-long': { en: 'What was sent is too long.', de: 'Das Gesendete ist zu lang.' },
  'too-many': { en: 'Too many requests. Wait a minute.', de: 'Zu viele Anfragen. Warten Sie eine Minute.' },
  'too-slow': { en: 'That took too long. Try again.', de: 'Das hat zu lange gedauert. Versuchen Sie es erneut.' },
  failed: {
    en: 'Something went wrong inside the site. Tell whoever runs it, with the number below.',
    de: 'Im System des Standorts ist ein Fehler aufgetreten. Melden Sie es dem Betrieb mit der Nummer unten.',
  },
} as const satisfies Texts;
