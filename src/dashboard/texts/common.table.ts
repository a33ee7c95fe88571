import type { Texts } from './say.ts';

/** What every page says. */
export const COMMON = {
  yes: { en: 'yes', de: 'ja' },
  no: { en: 'no', de: 'nein' },
  skip: { en: 'Skip to the content', de: 'Zum Inhalt springen' },
  navigation: { en: 'Pages', de: 'Seiten' },
  language: { en: 'Language', de: 'Sprache' },
  appearance: { en: 'Appearance', de: 'Darstellung' },
  auto: { en: 'as the device', de: 'wie das Gerät' },
  light: { en: 'light', de: 'hell' },
  dark: { en: 'dark', de: 'dunkel' },
  policyInForce: { en: 'Policy in force', de: 'Geltende Richtlinie' },
  signedInAs: { en: 'Signed in as {person}', de: 'Angemeldet als {person}' },
  signOut: { en: 'Sign out', de: 'Abmelden' },
  optional: { en: 'optional', de: 'freiwillig' },
  unreachable: {
    en: 'Nothing answers at this address: the program that serves this page has stopped, or can’t be reached.',
    de: 'Unter dieser Adresse antwortet nichts: Das Programm, das diese Seite bereitstellt, läuft nicht mehr oder ist nicht erreichbar.',
  },
  unsent: {
    en: 'Nothing answers at this address now, so nothing was sent. What you wrote still stands here: send it once the program runs again.',
    de: 'Unter dieser Adresse antwortet gerade nichts; deshalb wurde nichts gesendet. Was Sie geschrieben haben, steht noch hier: Senden Sie es, sobald das Programm wieder läuft.',
  },
  mendForm: {
    en: 'The form was not taken. Mend what is marked below.',
    de: 'Das Formular wurde nicht angenommen. Bitte berichtigen Sie die markierten Felder.',
  },
  tableOf: { en: 'The numbers of this chart', de: 'Die Zahlen dieses Diagramms' },
  plusMinus: { en: '{value} ± {width}', de: '{value} ± {width}' },
  spoken: { en: '{value}, plus or minus {width}', de: '{value}, plus oder minus {width}' },
  notFound: { en: 'There is no such page', de: 'Diese Seite gibt es nicht' },
  notFoundWhy: {
    en: 'The address may be mistyped, or what it named may have ended. The pages are listed in the menu.',
    de: 'Vielleicht ist die Adresse falsch geschrieben, oder das Genannte ist beendet. Alle Seiten stehen im Menü.',
  },
  failed: { en: 'That did not work', de: 'Das hat nicht geklappt' },
  failedWhy: {
    en: 'Something went wrong inside the site. Nothing was changed that is not on record. Try again; if it stays, tell whoever runs the site.',
    de: 'Im System des Standorts ist ein Fehler aufgetreten. Nichts wurde geändert, was nicht im Protokoll steht. Versuchen Sie es erneut; bleibt der Fehler, wenden Sie sich an den Betrieb.',
  },
  back: { en: 'Back', de: 'Zurück' },
} as const satisfies Texts;
