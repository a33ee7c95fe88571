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
  newTitle: { en: 'Bring another policy into force', de: 'Eine andere Richtlinie in Kraft setzen' },
  newLead: {
    en: 'Put its document here. You see what it would change and what that means before you sign.',
    de: 'Fügen Sie ihr Dokument hier ein. Sie sehen, was es ändern würde und was das bedeutet, bevor Sie unterschreiben.',
  },
  document: { en: 'Its document', de: 'Ihr Dokument' },
  documentNote: {
    en: 'The whole YAML text of one version, as policy lint passes it. Nothing is recorded by comparing. Show both factors first: the text isn’t kept while you do.',
    de: 'Der ganze YAML-Text einer Fassung, wie policy lint ihn annimmt. Das Vergleichen hinterlässt keinen Eintrag der Richtlinie. Zeigen Sie vorher beide Faktoren: Der Text bleibt dabei nicht erhalten.',
  },
  documentText: { en: 'Text', de: 'Text' },
  compareNew: { en: 'Compare with the policy in force', de: 'Mit der geltenden Richtlinie vergleichen' },
  approveTitle: { en: 'Approve {name}', de: '{name} genehmigen' },
  followsTighter: {
    en: 'It only tightens: with the signature of one privacy officer it is in force at once. Questions that are charged already are answered under the former policy.',
    de: 'Sie verschärft nur: Mit der Unterschrift einer Person des Datenschutzes gilt sie sofort. Schon angerechnete Fragen werden nach der früheren Richtlinie beantwortet.',
  },
  followsLooser: {
    en: 'It does not only tighten: it takes two people, one of them a privacy officer, and comes into force with the next publish after that.',
    de: 'Sie verschärft nicht nur: Sie braucht zwei Personen, eine davon aus dem Datenschutz, und gilt ab der nächsten Veröffentlichung danach.',
  },
  followsOtherTighter: {
    en: 'It only tightens, and changes the de-identification: with the signature of one privacy officer it is approved. It then comes into force by policy in node.yaml, a start, an ingest and a publish; until that publish nothing is answered.',
    de: 'Sie verschärft nur, und sie ändert die De-Identifizierung: Mit der Unterschrift einer Person des Datenschutzes ist sie genehmigt. In Kraft tritt sie dann durch policy in node.yaml, einen Neustart, eine Aufnahme und eine Veröffentlichung; bis dahin wird nichts beantwortet.',
  },
  followsOther: {
    en: 'It does not only tighten, and changes the de-identification: it takes two people, one of them a privacy officer. It then comes into force by policy in node.yaml, a start, an ingest and a publish; until that publish nothing is answered.',
    de: 'Sie verschärft nicht nur, und sie ändert die De-Identifizierung: Sie braucht zwei Personen, eine davon aus dem Datenschutz. In Kraft tritt sie dann durch policy in node.yaml, einen Neustart, eine Aufnahme und eine Veröffentlichung; bis dahin wird nichts beantwortet.',
  },
  takenNow: { en: 'It is in force.', de: 'Sie ist in Kraft.' },
  takenPublish: {
    en: 'It is in force from the next publish on; until then the former one is.',
    de: 'Sie gilt ab der nächsten Veröffentlichung; bis dahin gilt die bisherige.',
  },
  takenStart: {
    en: 'It changes the de-identification: it comes into force by policy in node.yaml, a start, an ingest and a publish.',
    de: 'Sie ändert die De-Identifizierung: In Kraft tritt sie durch policy in node.yaml, einen Neustart, eine Aufnahme und eine Veröffentlichung.',
  },
  seeAlone: { en: 'The comparison on a page of its own', de: 'Der Vergleich auf einer eigenen Seite' },
  noDocument: {
    en: 'The document of this policy is not on record here, so this page can’t show what it changes. Decline it, and have it proposed with its document.',
    de: 'Das Dokument dieser Richtlinie ist hier nicht im Protokoll, daher kann diese Seite nicht zeigen, was sie ändert. Lehnen Sie ab, und lassen Sie sie mit ihrem Dokument vorschlagen.',
  },
  fromOther: {
    en: 'Another policy has come into force since this was proposed. Below stands what would change against the one in force now.',
    de: 'Seit dem Vorschlag ist eine andere Richtlinie in Kraft getreten. Unten steht, was sich gegenüber der jetzt geltenden ändern würde.',
  },
  notAPolicy: {
    en: 'This is no policy that the site could work under. Mend the text below:',
    de: 'Das ist keine Richtlinie, unter der der Standort arbeiten könnte. Berichtigen Sie den Text unten:',
  },
  sameAsNow: { en: 'This is the policy in force.', de: 'Das ist die geltende Richtlinie.' },
  otherThanShown: {
    en: 'Another policy has come into force since you compared, or the text is another. Look at what it changes now.',
    de: 'Seit dem Vergleich gilt eine andere Richtlinie, oder der Text ist ein anderer. Sehen Sie nach, was sich jetzt ändert.',
  },
  another: { en: 'Another text', de: 'Ein anderer Text' },
  unknown: { en: 'No such policy is on record.', de: 'Diese Richtlinie ist nicht im Protokoll.' },
  back: { en: 'The policy in force', de: 'Die geltende Richtlinie' },
} as const satisfies Texts;
