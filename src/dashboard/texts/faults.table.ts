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
    en: 'Nothing was done: you are not signed in any more, or you signed in after this form was loaded, or the program was started anew. Sign in in another tab, then go back to the form and send it again. If it still isn’t taken, copy what you wrote and load the page again.',
    de: 'Nichts wurde getan: Sie sind nicht mehr angemeldet, oder Sie haben sich angemeldet, nachdem dieses Formular geladen wurde, oder das Programm wurde neu gestartet. Melden Sie sich in einem anderen Tab an, gehen Sie dann zum Formular zurück und senden Sie es noch einmal. Wird es wieder nicht angenommen, kopieren Sie, was Sie geschrieben haben, und laden Sie die Seite neu.',
  },
  'too-long': { en: 'What was sent is too long.', de: 'Das Gesendete ist zu lang.' },
  'too-many': { en: 'Too many requests. Wait a minute.', de: 'Zu viele Anfragen. Warten Sie eine Minute.' },
  'too-slow': { en: 'That took too long. Try again.', de: 'Das hat zu lange gedauert. Versuchen Sie es erneut.' },
  failed: {
    en: 'Something went wrong inside the site. Tell whoever runs it, with the number below.',
    de: 'Im System des Standorts ist ein Fehler aufgetreten. Melden Sie es dem Betrieb mit der Nummer unten.',
  },
} as const satisfies Texts;
