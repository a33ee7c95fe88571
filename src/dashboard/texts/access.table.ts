import type { Texts } from './say.ts';

/** Signing in, showing factors again, and taking up an invitation. */
export const ACCESS = {
  signIn: { en: 'Sign in', de: 'Anmelden' },
  signInLead: {
    en: 'For people who are enrolled at this site. You stay signed in for {hours} hours at most, and for {minutes} minutes without use.',
    de: 'Für Personen, die an diesem Standort aufgenommen sind. Sie bleiben höchstens {hours} Stunden angemeldet, und {minutes} Minuten ohne Nutzung.',
  },
  hasEnded: {
    en: 'Your session has ended: one lasts {minutes} minutes without use and {hours} hours at most, and can be ended by you elsewhere or by others. What you wrote in a form isn’t lost: send it from its tab once you are signed in; if you sent it already, the page that came holds it still.',
    de: 'Ihre Sitzung ist beendet: Eine Sitzung dauert {minutes} Minuten ohne Nutzung und höchstens {hours} Stunden, und Sie selbst können sie anderswo beenden, oder andere. Was Sie in ein Formular geschrieben haben, ist nicht verloren: Senden Sie es aus seinem Tab, sobald Sie angemeldet sind; haben Sie es schon gesendet, steht es noch auf der Seite, die darauf kam.',
  },
  person: { en: 'Your name here', de: 'Ihr Name hier' },
  password: { en: 'Password', de: 'Passwort' },
  atLeast: { en: 'at least {n} characters', de: 'mindestens {n} Zeichen' },
  again: { en: 'The same again', de: 'Noch einmal dasselbe' },
  code: { en: 'Six digits from your authenticator', de: 'Sechs Ziffern aus Ihrer Authenticator-App' },
  withProvider: { en: 'Sign in with your hospital’s account', de: 'Mit dem Konto Ihres Hauses anmelden' },
  replace: { en: 'Replace the key that is there', de: 'Den vorhandenen Schlüssel ersetzen' },
  withPasskey: { en: 'Use a passkey', de: 'Passkey verwenden' },
  haveInvitation: { en: 'I have an invitation', de: 'Ich habe eine Einladung' },
  stepUp: { en: 'Show that it is you', de: 'Zeigen Sie, dass Sie es sind' },
  stepUpLead: {
    en: 'You are signed in as {person}. Decisions take both factors, shown within the last {minutes} minutes.',
    de: 'Sie sind als {person} angemeldet. Entscheidungen verlangen beide Faktoren, gezeigt in den letzten {minutes} Minuten.',
  },
  confirm: { en: 'Confirm', de: 'Bestätigen' },
  enrol: { en: 'Take up an invitation', de: 'Einladung annehmen' },
  invitation: { en: 'Invitation', de: 'Einladung' },
  goOn: { en: 'Go on', de: 'Weiter' },
  enrolFactors: { en: 'Set up your two factors, {person}', de: 'Richten Sie Ihre beiden Faktoren ein, {person}' },
  enrolLead: {
    en: 'Read the picture with an authenticator app, or type the text below it there. Then choose a password, and enter the six digits that the app shows.',
    de: 'Lesen Sie das Bild mit einer Authenticator-App ein, oder geben Sie dort den Text darunter ein. Wählen Sie dann ein Passwort, und geben Sie die sechs Ziffern ein, die die App zeigt.',
  },
  qrAlt: {
    en: 'Picture for your authenticator; the same text stands below.',
    de: 'Bild für Ihre Authenticator-App; derselbe Text steht darunter.',
  },
  secret: { en: 'As text', de: 'Als Text' },
  newPasskey: { en: 'Or set up a passkey instead', de: 'Oder stattdessen einen Passkey einrichten' },
  decidingKey: { en: 'Your deciding key', de: 'Ihr Entscheidungsschlüssel' },
  decidingKeyLead: {
    en: 'Decisions are signed with a key of your own. It lies here sealed by your passphrase, and is opened for one signature at a time.',
    de: 'Entscheidungen werden mit Ihrem eigenen Schlüssel unterschrieben. Er liegt hier, durch Ihre Passphrase versiegelt, und wird je Unterschrift einmal geöffnet.',
  },
  passphrase: { en: 'Passphrase', de: 'Passphrase' },
  makeKey: { en: 'Make the key', de: 'Schlüssel erzeugen' },
  publicKey: { en: 'Public key to enrol', de: 'Öffentlicher Schlüssel zur Aufnahme' },
  keyMade: {
    en: 'Your key is made, and lies here sealed by your passphrase.',
    de: 'Ihr Schlüssel ist erzeugt und liegt hier, durch Ihre Passphrase versiegelt.',
  },
  keyEnrolled: {
    en: 'You are enrolled with this key: what you sign with it counts.',
    de: 'Sie sind mit diesem Schlüssel aufgenommen: Was Sie damit unterschreiben, gilt.',
  },
  keyOther: {
    en: 'You are still enrolled with another key than this one: what you sign here counts only once you are enrolled with this one.',
    de: 'Sie sind noch mit einem anderen Schlüssel als diesem aufgenommen: Was Sie hier unterschreiben, gilt erst, wenn Sie mit diesem aufgenommen sind.',
  },
  keyNext: {
    en: 'You have a key. It counts once you are enrolled with it: give the public key below, by a way that you both trust, to a steward or privacy officer here, who proposes it on the page “People and roles”; two people sign.',
    de: 'Sie haben einen Schlüssel. Er gilt, sobald Sie mit ihm aufgenommen sind: Geben Sie den öffentlichen Schlüssel unten auf einem Weg, dem Sie beide trauen, einer hier für Daten oder Datenschutz verantwortlichen Person, die Sie auf der Seite „Personen und Rollen“ vorschlägt; zwei Personen unterschreiben.',
  },
  keyNoRole: {
    en: 'At a new site, where nobody is enrolled yet, whoever runs the site puts it into node.yaml under people, with your roles, and starts the site again. Until then your roles are none, and most pages stay closed.',
    de: 'An einem neuen Standort, an dem noch niemand aufgenommen ist, trägt ihn der Betrieb mit Ihren Rollen in node.yaml unter people ein und startet den Standort neu. Bis dahin haben Sie keine Rolle, und die meisten Seiten bleiben geschlossen.',
  },
  keyReplaces: {
    en: 'Until then your roles and your pages stay as they are. From then on this key stands in place of the former one: decisions that are signed with that, by command too, count no more.',
    de: 'Bis dahin bleiben Ihre Rollen und Ihre Seiten, wie sie sind. Danach steht dieser Schlüssel anstelle des bisherigen: Entscheidungen, die mit jenem unterschrieben werden, auch per Befehl, gelten dann nicht mehr.',
  },
  toPages: { en: 'Go on to the pages', de: 'Weiter zu den Seiten' },
  signedOut: { en: 'You are signed out', de: 'Sie sind abgemeldet' },
  requestId: { en: 'Request {id}', de: 'Anfrage {id}' },
} as const satisfies Texts;
