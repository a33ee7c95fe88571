import type { Texts } from './say.ts';

/** What was decided, in the words of the decision log, by kinds of records that are decisions by themselves. */
export const RECORDED = {
  site: { en: 'the site {site} began', de: 'der Standort {site} begann' },
  pure: { en: 'losses are counted in ε, for good', de: 'Verluste werden für immer in ε gezählt' },
  zcdp: {
    en: 'losses are counted in zCDP at δ {delta}, for good',
    de: 'Verluste werden für immer in zCDP bei δ {delta} gezählt',
  },
  person: {
    en: '{person} was named by the configuration: {roles}',
    de: '{person} wurde von der Konfiguration benannt: {roles}',
  },
  project: {
    en: 'the configuration brought the project {project}',
    de: 'die Konfiguration brachte das Projekt {project}',
  },
  grant: { en: '{about} was given ε {epsilon}', de: 'ε {epsilon} wurde gewährt: {about}' },
  policy: { en: 'the policy {name} came into force', de: 'die Richtlinie {name} trat in Kraft' },
  snapshot: { en: 'the snapshot of {slot} was published', de: 'der Datenstand {slot} wurde veröffentlicht' },
  sealRotated: {
    en: 'another key seals the site’s files from here on',
    de: 'die Dateien des Standorts werden ab hier mit einem anderen Schlüssel versiegelt',
  },
  sealDestroyed: {
    en: 'a former key that sealed the site’s files was destroyed',
    de: 'ein früherer Schlüssel, der Dateien des Standorts versiegelte, wurde vernichtet',
  },
  checkpointDestroyed: {
    en: 'a former key that signed the log was destroyed',
    de: 'ein früherer Schlüssel, der das Protokoll unterschrieb, wurde vernichtet',
  },
  signer: { en: 'this key signs the log: {key}', de: 'dieser Schlüssel unterschreibt das Protokoll: {key}' },
  revocation: { en: 'a key revoked itself', de: 'ein Schlüssel widerrief sich selbst' },
  enrolled: {
    en: '{party} was enrolled, with the fingerprint {fingerprint}',
    de: '{party} wurde aufgenommen, mit dem Fingerabdruck {fingerprint}',
  },
  replaced: {
    en: 'the key of {party} was replaced by one with the fingerprint {fingerprint}',
    de: 'der Schlüssel von {party} wurde ersetzt; der neue hat den Fingerabdruck {fingerprint}',
  },
  forgotten: {
    en: '{party} was forgotten, with the fingerprint {fingerprint}',
    de: '{party} wurde vergessen, mit dem Fingerabdruck {fingerprint}',
  },
  invited: { en: '{person} was invited to sign in', de: '{person} wurde zum Anmelden eingeladen' },
  reset: {
    en: 'the sign-in of {person} was reset',
    de: 'die Anmeldung von {person} wurde zurückgesetzt',
  },
  revoked: { en: 'the sign-in of {person} was revoked', de: '{person} wurde die Anmeldung entzogen' },
  signedOut: { en: '{person} was signed out', de: '{person} wurde abgemeldet' },
  allSignedOut: { en: 'everybody was signed out', de: 'alle wurden abgemeldet' },
  reveal: { en: 'paths of quarantined files were shown', de: 'Pfade von Dateien der Quarantäne wurden gezeigt' },
  staging: {
    en: 'what is staged was replaced by what was read anew',
    de: 'das Aufgenommene wurde durch neu Gelesenes ersetzt',
  },
} as const satisfies Texts;
