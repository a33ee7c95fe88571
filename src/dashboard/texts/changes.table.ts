import type { Texts } from './say.ts';

/** Policies on record, and how two of them differ. */
export const CHANGES = {
  versions: { en: 'Policies on record', de: 'Richtlinien im Protokoll' },
  none: { en: 'No other policy is on record.', de: 'Keine andere Richtlinie ist im Protokoll.' },
  policy: { en: 'Policy', de: 'Richtlinie' },
  state: { en: 'State', de: 'Stand' },
  inForce: { en: 'in force', de: 'in Kraft' },
  waiting: { en: 'from the next publish on', de: 'ab der nächsten Veröffentlichung' },
  onRecord: { en: 'on record', de: 'im Protokoll' },
  against: { en: 'Against the one in force', de: 'Gegenüber der geltenden' },
  compare: { en: 'Compare', de: 'Vergleichen' },
  compareTitle: { en: 'Compare two policies', de: 'Zwei Richtlinien vergleichen' },
  before: { en: 'In force before', de: 'Vorher in Kraft' },
  after: { en: 'In its place', de: 'An ihrer Stelle' },
  diffTitle: { en: 'From {before} to {after}', de: 'Von {before} zu {after}' },
  diffLead: {
    en: 'What would change if the second took the place of the first, and what that means.',
    de: 'Was sich ändern würde, wenn die zweite an die Stelle der ersten träte, und was das bedeutet.',
  },
  effect: { en: 'Effect', de: 'Wirkung' },
  direction: { en: 'Direction', de: 'Richtung' },
  approvals: { en: 'Signatures that the first asks for', de: 'Unterschriften, die die erste verlangt' },
  means: { en: 'What it means', de: 'Was es bedeutet' },
  changes: { en: 'Changes ({n})', de: 'Änderungen ({n})' },
  noChange: { en: 'Nothing differs.', de: 'Nichts unterscheidet sich.' },
  part: { en: 'Part', de: 'Teil' },
  subject: { en: 'What', de: 'Was' },
  sentence: { en: 'How', de: 'Wie' },
  rollbackTitle: { en: 'Go back to another policy', de: 'Zu einer anderen Richtlinie zurückgehen' },
  rollbackNote: {
    en: 'A change as any other: what only tightens is in force at once by one privacy officer; anything else takes two people and the next publish. Patients who have withdrawn stay out.',
    de: 'Eine Änderung wie jede andere: Was nur verschärft, gilt sofort mit der Unterschrift einer Person des Datenschutzes; alles andere braucht zwei Personen und die nächste Veröffentlichung. Wer widersprochen hat, bleibt ausgeschlossen.',
  },
  unknown: { en: 'No such policy is on record.', de: 'Diese Richtlinie ist nicht im Protokoll.' },
  back: { en: 'The policy in force', de: 'Die geltende Richtlinie' },
} as const satisfies Texts;
