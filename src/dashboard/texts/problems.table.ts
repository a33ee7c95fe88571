import type { Texts } from './say.ts';

/** What went wrong with a sign-in, by access's names; none says which of several things was wrong. */
export const PROBLEMS = {
  'not-right': { en: 'That was not right. Try again.', de: 'Das war nicht richtig. Versuchen Sie es erneut.' },
  'too-many-tries': {
    en: 'Too many tries. Wait {minutes} minutes.',
    de: 'Zu viele Versuche. Warten Sie {minutes} Minuten.',
  },
  busy: {
    en: 'Too many people sign in at this moment. Try again.',
    de: 'Gerade melden sich zu viele an. Versuchen Sie es erneut.',
  },
  expired: { en: 'That took too long. Begin again.', de: 'Das hat zu lange gedauert. Beginnen Sie von vorn.' },
  'invitation-not-right': {
    en: 'This invitation does not hold, or it was used.',
    de: 'Diese Einladung gilt nicht, oder sie wurde schon verwendet.',
  },
  'password-too-short': { en: 'The password is too short.', de: 'Das Passwort ist zu kurz.' },
  'passwords-differ': {
    en: 'What you typed twice is not the same.',
    de: 'Was Sie zweimal eingegeben haben, ist verschieden.',
  },
  'code-not-right': { en: 'The six digits were not right.', de: 'Die sechs Ziffern waren nicht richtig.' },
  'passkey-not-right': { en: 'The passkey was not accepted.', de: 'Der Passkey wurde nicht angenommen.' },
  'passphrase-too-short': { en: 'The passphrase is too short.', de: 'Die Passphrase ist zu kurz.' },
  'key-there': {
    en: 'There is a key already. Say that it is to be replaced; decisions by the old one are over then.',
    de: 'Es gibt schon einen Schlüssel. Bestätigen Sie, dass er ersetzt werden soll; der alte unterschreibt dann nichts mehr.',
  },
  'provider-refused': { en: 'Your hospital’s sign-in refused.', de: 'Die Anmeldung Ihres Hauses hat abgelehnt.' },
  'provider-unreachable': {
    en: 'Your hospital’s sign-in could not be reached.',
    de: 'Die Anmeldung Ihres Hauses ist nicht erreichbar.',
  },
  'provider-busy': {
    en: 'Your hospital’s sign-in can’t sign people in at the moment; try again in a few minutes.',
    de: 'Die Anmeldung Ihres Hauses kann zurzeit niemanden anmelden; versuchen Sie es in einigen Minuten wieder.',
  },
  'provider-answer-not-valid': {
    en: 'Your hospital’s sign-in gave an answer that does not hold.',
    de: 'Die Anmeldung Ihres Hauses gab eine ungültige Antwort.',
  },
  'account-not-told': {
    en: 'Your hospital’s sign-in did not say which account it is, or not that its address is confirmed. Whoever runs this site finds the reason in its log.',
    de: 'Die Anmeldung Ihres Hauses hat das Konto nicht genannt oder seine Adresse nicht bestätigt. Den Grund findet im Protokoll, wer diesen Standort betreibt.',
  },
  'other-person': {
    en: 'Another person signed in there than is signed in here. Sign in there as yourself.',
    de: 'Dort hat sich eine andere Person angemeldet als hier. Melden Sie sich dort mit Ihrem eigenen Konto an.',
  },
  'person-unknown': {
    en: 'Nobody is enrolled here under that account.',
    de: 'Unter diesem Konto ist hier niemand aufgenommen.',
  },
  'not-strong': {
    en: 'Your hospital’s sign-in did not ask for a second factor.',
    de: 'Die Anmeldung Ihres Hauses hat keinen zweiten Faktor verlangt.',
  },
} as const satisfies Texts;
