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
    en: 'Nothing was done: you are not signed in any more, or you signed in after this form was loaded, or the program was started anew.',
    de: 'Nichts wurde getan: Sie sind nicht mehr angemeldet, oder Sie haben sich angemeldet, nachdem dieses Formular geladen wurde, oder das Programm wurde neu gestartet.',
  },
  'too-long': {
    en: 'What was sent is too long. A policy’s document is taken from whoever is signed in: if you are not any more, sign in and put it in again.',
    de: 'Das Gesendete ist zu lang. Das Dokument einer Richtlinie wird nur von angemeldeten Personen angenommen: Sind Sie es nicht mehr, melden Sie sich an und fügen Sie es erneut ein.',
  },
  'too-many': { en: 'Too many requests. Wait a minute.', de: 'Zu viele Anfragen. Warten Sie eine Minute.' },
  'too-slow': { en: 'That took too long. Try again.', de: 'Das hat zu lange gedauert. Versuchen Sie es erneut.' },
  failed: {
    en: 'Something went wrong inside the site. Tell whoever runs it, with the number below.',
    de: 'Im System des Standorts ist ein Fehler aufgetreten. Melden Sie es dem Betrieb mit der Nummer unten.',
  },
} as const satisfies Texts;

/** What becomes of a form that was not taken. */
export const KEPT = {
  signInFirst: {
    en: 'What you wrote is kept on this page, passphrases and codes apart. Sign in in another tab, come back to this one, and send it again. Where a passphrase is needed, you are asked for it then, before anything is done.',
    de: 'Was Sie geschrieben haben, steht noch auf dieser Seite, außer Passphrasen und Codes. Melden Sie sich in einem anderen Tab an, kommen Sie in diesen zurück, und senden Sie es noch einmal. Wo eine Passphrase nötig ist, werden Sie dann danach gefragt, bevor etwas getan wird.',
  },
  signedIn: {
    en: 'What you wrote is kept on this page, passphrases and codes apart, and you are signed in: send it again. Where a passphrase is needed, you are asked for it then, before anything is done.',
    de: 'Was Sie geschrieben haben, steht noch auf dieser Seite, außer Passphrasen und Codes, und Sie sind angemeldet: Senden Sie es noch einmal. Wo eine Passphrase nötig ist, werden Sie dann danach gefragt, bevor etwas getan wird.',
  },
  written: { en: 'What you wrote', de: 'Was Sie geschrieben haben' },
  again: { en: 'Send it again', de: 'Noch einmal senden' },
} as const satisfies Texts;
