import type { Texts } from './say.ts';

/** What was decided, in the words of the decision log, by kinds of decisions; `{about}` is what a meter or a freeze is of. */
export const LOGGED = {
  proposed: { en: 'Proposed: {what}', de: 'Vorgeschlagen: {what}' },
  declined: { en: 'Declined: {what}', de: 'Abgelehnt: {what}' },
  more: { en: 'ε {epsilon} more for {about}', de: 'ε {epsilon} mehr für {about}' },
  less: { en: 'ε {epsilon} less for {about}', de: 'ε {epsilon} weniger für {about}' },
  freeze: { en: 'freeze of {about}', de: 'Sperre: {about}' },
  freezeOf: { en: 'freeze of {about}, severity {severity}', de: 'Sperre: {about}, Schwere {severity}' },
  unfreeze: { en: 'end of the freeze of {about}', de: 'Ende der Sperre: {about}' },
  note: { en: 'note on an incident', de: 'Notiz zu einem Vorfall' },
  close: { en: 'close of an incident', de: 'Abschluss eines Vorfalls' },
  policy: { en: 'approval of the policy {name}', de: 'Genehmigung der Richtlinie {name}' },
  recovery: { en: 'recovery of the log', de: 'Wiederherstellung des Protokolls' },
  enrol: { en: 'enrolment of {person}: {roles}', de: 'Aufnahme von {person}: {roles}' },
  enrolOf: {
    en: 'enrolment of {person} of the site {site}: {roles}',
    de: 'Aufnahme von {person} vom Standort {site}: {roles}',
  },
  dismiss: { en: 'dismissal of {person}', de: 'Entlassung von {person}' },
  project: { en: 'project {project}', de: 'Projekt {project}' },
  amend: { en: 'other terms of the project {project}', de: 'andere Bedingungen des Projekts {project}' },
  end: { en: 'end of the project {project}', de: 'Ende des Projekts {project}' },
  agreement: { en: 'text of the agreement {agreement}', de: 'Text der Vereinbarung {agreement}' },
  agree: {
    en: 'signature of {person} under the agreement {agreement}',
    de: 'Unterschrift von {person} unter der Vereinbarung {agreement}',
  },
  revoke: { en: 'revocation of the key {key}', de: 'Widerruf des Schlüssels {key}' },
  decline: { en: 'a decision', de: 'eine Entscheidung' },
} as const satisfies Texts;
