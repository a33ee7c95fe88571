import type { Texts } from './say.ts';

/** The policy in force, for people. */
export const POLICY = {
  lead: {
    en: 'What is kept of a header, what may be asked, and what each limit is for. A policy that was published is never edited.',
    de: 'Was von einem Bildkopf bleibt, was gefragt werden darf, und wozu jede Grenze dient. Eine veröffentlichte Richtlinie wird nie geändert.',
  },
  inForce: { en: 'In force', de: 'In Kraft' },
  why: { en: 'Why this version', de: 'Anlass dieser Fassung' },
  approvals: { en: 'Signatures for a change', de: 'Unterschriften für eine Änderung' },
  approvalsText: {
    en: '{loosening} to loosen, {tightening} to tighten',
    de: '{loosening} zum Lockern, {tightening} zum Verschärfen',
  },
  deidentification: { en: 'Hash of the de-identification', de: 'Prüfsumme der De-Identifizierung' },
  disclosure: { en: 'Hash of the disclosure rules', de: 'Prüfsumme der Auskunftsregeln' },
  limits: { en: 'Limits, each with its reason', de: 'Grenzen, jede mit ihrem Grund' },
  limit: { en: 'Limit', de: 'Grenze' },
  value: { en: 'Value', de: 'Wert' },
  reason: { en: 'Reason', de: 'Grund' },
  source: { en: 'Source', de: 'Quelle' },
  fields: { en: 'Fields', de: 'Felder' },
  field: { en: 'Field', de: 'Feld' },
  risk: { en: 'Risk', de: 'Risiko' },
  role: { en: 'Use', de: 'Verwendung' },
  transform: { en: 'What becomes of it', de: 'Was daraus wird' },
  noFields: { en: 'No field fits.', de: 'Kein Feld passt.' },
  wordsIn: {
    en: 'Reasons stand as the policy has them.',
    de: 'Die Gründe stehen im Wortlaut der Richtlinie, auf Englisch.',
  },
} as const satisfies Texts;
