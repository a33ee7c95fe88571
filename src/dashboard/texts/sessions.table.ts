import type { Texts } from './say.ts';

/** Who is signed in. */
export const SESSIONS = {
  lead: {
    en: 'Where you are signed in to these pages. End what you don’t know, and change what you sign in with.',
    de: 'Wo Sie auf diesen Seiten angemeldet sind. Beenden Sie, was Sie nicht kennen, und ändern Sie dann Ihre Anmeldedaten.',
  },
  own: { en: 'Your sessions', de: 'Ihre Sitzungen' },
  all: { en: 'Everybody who is signed in', de: 'Alle, die angemeldet sind' },
  allNote: {
    en: 'Sessions are kept in memory: a restart of the site signs everybody out. Who is signed out by others is on record.',
    de: 'Sitzungen stehen nur im Arbeitsspeicher: Ein Neustart des Standorts meldet alle ab. Wer von anderen abgemeldet wird, steht im Protokoll.',
  },
  none: { en: 'Nobody is signed in.', de: 'Niemand ist angemeldet.' },
  session: { en: 'Session', de: 'Sitzung' },
  person: { en: 'Person', de: 'Person' },
  method: { en: 'Signed in by', de: 'Angemeldet mit' },
  since: { en: 'Since (UTC)', de: 'Seit (UTC)' },
  factors: { en: 'Two factors shown (UTC)', de: 'Zwei Faktoren gezeigt (UTC)' },
  never: { en: 'never', de: 'nie' },
  end: { en: 'End it', de: 'Beenden' },
  endOf: { en: 'End the session {session} of {person}', de: 'Sitzung {session} von {person} beenden' },
  action: { en: 'Ending', de: 'Beenden' },
  thisOne: { en: 'this one', de: 'diese hier' },
  everywhere: { en: 'Sign out in every browser', de: 'In allen Browsern abmelden' },
  endTitle: { en: 'Sign somebody out', de: 'Jemanden abmelden' },
  endNote: {
    en: 'In every browser, at once. What they sign in with stays; access revoke takes that away, on the site’s machine.',
    de: 'In allen Browsern, sofort. Die Anmeldedaten bleiben; access revoke nimmt sie, auf dem Rechner des Standorts.',
  },
  everybody: { en: 'everybody, you too', de: 'alle, auch Sie' },
  signOut: { en: 'Sign out', de: 'Abmelden' },
  ended: { en: 'Sessions ended: {n}.', de: 'Beendete Sitzungen: {n}.' },
  key: { en: 'Your deciding key', de: 'Ihr Entscheidungsschlüssel' },
} as const satisfies Texts;

/** How somebody signed in. */
export const METHODS = {
  password: { en: 'password and code', de: 'Passwort und Code' },
  passkey: { en: 'passkey', de: 'Passkey' },
  provider: { en: 'the hospital’s account', de: 'Konto des Hauses' },
} as const satisfies Texts;
