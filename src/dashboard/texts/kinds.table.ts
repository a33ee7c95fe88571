import type { Texts } from './say.ts';

/** Kinds of decisions, and of records that are decisions by themselves, by their names in the journal. */
export const KINDS = {
  grant: { en: 'More or less budget', de: 'Mehr oder weniger Budget' },
  freeze: { en: 'Freeze', de: 'Sperre' },
  unfreeze: { en: 'Lift a freeze', de: 'Sperre aufheben' },
  policy: { en: 'Policy', de: 'Richtlinie' },
  recovery: { en: 'Recovery of the log', de: 'Wiederherstellung des Protokolls' },
  enrol: { en: 'Enrol a person', de: 'Person aufnehmen' },
  dismiss: { en: 'Dismiss a person', de: 'Person entlassen' },
  project: { en: 'Project', de: 'Projekt' },
  amend: { en: 'Other terms of a project', de: 'Andere Bedingungen eines Projekts' },
  end: { en: 'End of a project', de: 'Ende eines Projekts' },
  agreement: { en: 'Agreement text', de: 'Vereinbarungstext' },
  agree: { en: 'Member signs an agreement', de: 'Mitglied unterschreibt eine Vereinbarung' },
  revoke: { en: 'Revoke a key', de: 'Schlüssel widerrufen' },
  note: { en: 'Note on an incident', de: 'Notiz zu einem Vorfall' },
  close: { en: 'Close an incident', de: 'Vorfall abschließen' },
  proposal: { en: 'Proposal', de: 'Vorschlag' },
  site: { en: 'Beginning of the site', de: 'Beginn des Standorts' },
  accountant: { en: 'Way of counting losses', de: 'Zählweise der Verluste' },
  person: { en: 'Person from the configuration', de: 'Person aus der Konfiguration' },
  snapshot: { en: 'Snapshot', de: 'Datenstand' },
  key: { en: 'Key of the site', de: 'Schlüssel des Standorts' },
  signer: { en: 'Key of the log', de: 'Schlüssel des Protokolls' },
  reveal: { en: 'Quarantined paths shown', de: 'Pfade der Quarantäne gezeigt' },
  decline: { en: 'Decline', de: 'Ablehnung' },
} as const satisfies Texts;
