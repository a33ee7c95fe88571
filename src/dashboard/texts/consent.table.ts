import type { Texts } from './say.ts';

/** What patients said about the use of their data. */
export const CONSENT = {
  title: { en: 'What patients said', de: 'Was Patienten sagten' },
  lead: {
    en: 'From the next publish on, for good, who withdraws is left out, and who allows some purposes only counts in projects for these alone. The list is hashed here and sealed at once; no record says whom it names, or when it came. One that isn’t taken is shown once more, to be mended, only to whoever sent it; no other page shows a list.',
    de: 'Ab der nächsten Veröffentlichung, endgültig, fehlt, wer widerruft, und wer nur manche Zwecke erlaubt, zählt nur in Projekten dafür. Aus der Liste werden hier Prüfsummen, die sofort versiegelt werden; kein Eintrag im Protokoll sagt, wen sie nennt oder wann sie kam. Eine Liste, die nicht angenommen wird, sieht zum Verbessern noch einmal nur, wer sie geschickt hat; keine andere Seite zeigt eine Liste.',
  },
  standing: { en: 'Lists', de: 'Listen' },
  inEffect: { en: 'In effect', de: 'In Kraft' },
  waiting: { en: 'Waiting for the next publish', de: 'Warten auf die nächste Veröffentlichung' },
  from: { en: 'Next publish from (UTC)', de: 'Nächste Veröffentlichung ab (UTC)' },
  addTitle: { en: 'Hand in a list', de: 'Liste einreichen' },
  addNote: {
    en: 'This can’t be taken back: a later list narrows what was allowed, and never widens it. Nothing says whether a line matched anybody.',
    de: 'Das lässt sich nicht zurücknehmen: Eine spätere Liste engt ein, was erlaubt war, und erweitert es nie. Nichts sagt, ob eine Zeile auf jemanden passte.',
  },
  patients: { en: 'Patients', de: 'Patienten' },
  patientsHint: {
    en: 'one PatientID a line, as in the files; where files name an issuer, a tab and the issuer behind it',
    de: 'je Zeile eine PatientID, wie in den Dateien; wo Dateien eine ausstellende Stelle nennen, dahinter ein Tabulator und diese Stelle',
  },
  scopes: {
    en: 'What they still allow (nothing, for who withdraws altogether)',
    de: 'Was sie weiter erlauben (nichts, wer ganz widerruft)',
  },
  lines: { en: 'Lines', de: 'Zeilen' },
  verbatim: {
    en: 'take all lines as they stand: PatientIDs here hold quotes, commas or the like',
    de: 'alle Zeilen nehmen, wie sie sind: PatientIDs enthalten hier Anführungszeichen, Kommas oder Ähnliches',
  },
  seal: { en: 'Seal it', de: 'Versiegeln' },
  sealed: {
    en: 'Sealed. Lines: {lines}; with an issuer: {withIssuer}. A line without one means patients whose files name none. It takes effect with the next publish, from {from} on.',
    de: 'Versiegelt. Zeilen: {lines}; mit ausstellender Stelle: {withIssuer}. Eine Zeile ohne diese meint Patienten, deren Dateien keine nennen. Sie wirkt mit der nächsten Veröffentlichung, ab {from}.',
  },
} as const satisfies Texts;
