import type { Texts } from './say.ts';

/** The decision log. */
export const LOG = {
  lead: {
    en: 'Who decided what, when, why, and under which policy: every line is a record of the journal. The newest stands first.',
    de: 'Wer was wann warum entschieden hat, und unter welcher Richtlinie: Jede Zeile ist ein Eintrag im Protokoll. Der neueste steht oben.',
  },
  filter: { en: 'Which decisions', de: 'Welche Entscheidungen' },
  project: { en: 'Project', de: 'Projekt' },
  person: { en: 'Person', de: 'Person' },
  kind: { en: 'Kind', de: 'Art' },
  anyKind: { en: 'all', de: 'alle' },
  since: { en: 'From', de: 'Von' },
  until: { en: 'To, that day included', de: 'Bis einschließlich' },
  wrongKind: {
    en: 'No decision is of this kind; choose one.',
    de: 'Keine Entscheidung ist von dieser Art; wählen Sie eine.',
  },
  wrongDay: { en: 'Use a day such as 2026-01-31.', de: 'Geben Sie einen Tag wie 31.01.2026 ein.' },
  backward: { en: 'This day is before the first one.', de: 'Dieser Tag liegt vor dem ersten.' },
  show: { en: 'Show', de: 'Anzeigen' },
  found: { en: 'Decisions: {n}', de: 'Entscheidungen: {n}' },
  none: { en: 'Nothing of the kind was decided.', de: 'Dergleichen wurde nicht entschieden.' },
  record: { en: 'Record', de: 'Eintrag' },
  at: { en: 'When (UTC)', de: 'Wann (UTC)' },
  who: { en: 'Who', de: 'Wer' },
  what: { en: 'What', de: 'Was' },
  why: { en: 'Why', de: 'Warum' },
  policy: { en: 'Policy in force then', de: 'Damals geltende Richtlinie' },
  older: { en: 'Older ones', de: 'Ältere' },
  newer: { en: 'Newer ones', de: 'Neuere' },
} as const satisfies Texts;
