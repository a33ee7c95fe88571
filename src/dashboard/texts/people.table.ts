import type { Texts } from './say.ts';

/** Who decides here. */
export const PEOPLE = {
  lead: {
    en: 'Who decides here, in which roles, with which key. People are enrolled and dismissed by decisions that two others sign.',
    de: 'Wer hier entscheidet, in welchen Rollen und mit welchem Schlüssel. Personen werden durch Entscheidungen aufgenommen und entlassen, die zwei andere unterschreiben.',
  },
  person: { en: 'Person', de: 'Person' },
  personHint: {
    en: '1 to 63 lower-case letters, digits and hyphens',
    de: '1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche',
  },
  roles: { en: 'Roles', de: 'Rollen' },
  ofSite: { en: 'Of another site', de: 'Von einem anderen Standort' },
  ofSiteHint: {
    en: 'its name; such a person sees public facts only and never decides alone',
    de: 'dessen Name; diese Person sieht nur öffentliche Angaben und entscheidet nie allein',
  },
  ownSite: { en: 'no', de: 'nein' },
  key: { en: 'Public key', de: 'Öffentlicher Schlüssel' },
  keyHint: {
    en: 'as they see it themselves at /deciding-key, or as keygen --analyst prints it',
    de: 'wie die Person ihn unter /deciding-key selbst sieht oder wie keygen --analyst ihn ausgibt',
  },
  keyState: { en: 'Key', de: 'Schlüssel' },
  valid: { en: 'accepted', de: 'gilt' },
  revoked: { en: 'revoked', de: 'widerrufen' },
  nobody: {
    en: 'Nobody is enrolled: only the configuration decides.',
    de: 'Niemand ist aufgenommen: nur die Konfiguration entscheidet.',
  },
  onlyOnes: {
    en: 'If one of these keys is lost, nobody can be enrolled here any more, for good: {people}. That takes a privacy officer and another privacy officer or steward. Enrol more of them, of this site or one of another, while that can be signed.',
    de: 'Geht einer dieser Schlüssel verloren, kann hier nie wieder jemand aufgenommen werden: {people}. Das braucht eine Person aus dem Datenschutz und eine weitere in dieser Rolle oder als Datenverantwortliche. Nehmen Sie weitere auf, aus diesem Standort oder eine aus einem anderen, solange das unterschrieben werden kann.',
  },
  tooFew: {
    en: 'Nobody can be enrolled, given budget or unfrozen here any more: that takes a privacy officer and another privacy officer or steward, and too few have keys that are accepted.',
    de: 'Hier kann niemand mehr aufgenommen, kein Budget vergeben und keine Sperre aufgehoben werden: Das braucht eine Person aus dem Datenschutz und eine weitere in dieser Rolle oder als Datenverantwortliche, und zu wenige haben gültige Schlüssel.',
  },
  enrolTitle: { en: 'Enrol somebody', de: 'Jemanden aufnehmen' },
  enrolNote: {
    en: 'A name that is there already gets these roles and this key instead.',
    de: 'Ein vorhandener Name erhält stattdessen diese Rollen und diesen Schlüssel.',
  },
  dismissTitle: { en: 'Dismiss somebody', de: 'Jemanden entlassen' },
  dismissNote: {
    en: 'Takes all roles away. What they signed before stays.',
    de: 'Nimmt alle Rollen. Was die Person vorher unterschrieben hat, bleibt.',
  },
  revokeTitle: { en: 'Revoke a key', de: 'Schlüssel widerrufen' },
  revokeNote: {
    en: 'At once, by one signature, and for good: the key is never accepted again, for decisions or questions. A member’s key stands on the page of its project.',
    de: 'Sofort, mit einer Unterschrift und endgültig: Der Schlüssel gilt nie wieder, weder für Entscheidungen noch für Fragen. Der Schlüssel eines Mitglieds steht auf der Seite seines Projekts.',
  },
  revoke: { en: 'Revoke it now', de: 'Jetzt widerrufen' },
} as const satisfies Texts;
