import type { Texts } from './say.ts';

/** Answers that left, as the log has them. */
export const RECEIPTS = {
  lead: {
    en: 'Every answer that left this site, as its log has it: whose question it was and what it cost; and questions that were refused at no cost. What the answers say is sealed, and is not on this page.',
    de: 'Jede Antwort, die diesen Standort verlassen hat, wie das Protokoll sie führt: wessen Frage es war und was sie gekostet hat; dazu Fragen, die kostenlos abgelehnt wurden. Was die Antworten besagen, ist versiegelt und steht nicht auf dieser Seite.',
  },
  filter: { en: 'Which answers', de: 'Welche Antworten' },
  project: { en: 'Project', de: 'Projekt' },
  person: { en: 'Person', de: 'Person' },
  show: { en: 'Show', de: 'Anzeigen' },
  found: { en: 'Answers: {n}', de: 'Antworten: {n}' },
  none: { en: 'No answer of the kind has left.', de: 'Es hat keine solche Antwort den Standort verlassen.' },
  record: { en: 'Record', de: 'Eintrag' },
  admitted: { en: 'Admitted (UTC)', de: 'Angenommen (UTC)' },
  epsilon: { en: 'ε that was signed', de: 'Unterschriebenes ε' },
  state: { en: 'Answer', de: 'Antwort' },
  snapshot: { en: 'Snapshot', de: 'Datenstand' },
  meters: { en: 'Charged to', de: 'Angerechnet auf' },
  one: { en: 'Answer in record {seq}', de: 'Antwort im Eintrag {seq}' },
  oneLead: {
    en: 'What shows that this answer is in the log. Whoever asked holds the same receipt, and the secret that opens the hash of the answer.',
    de: 'Was zeigt, dass diese Antwort im Protokoll steht. Wer gefragt hat, hat denselben Beleg und das Geheimnis, das die Prüfsumme der Antwort öffnet.',
  },
  facts: { en: 'In the log', de: 'Im Protokoll' },
  kind: { en: 'Kind of record', de: 'Art des Eintrags' },
  recordHash: { en: 'Hash of the record', de: 'Prüfsumme des Eintrags' },
  digest: { en: 'Hash of the answer', de: 'Prüfsumme der Antwort' },
  logKey: { en: 'Key of the log', de: 'Schlüssel des Protokolls' },
  proof: {
    en: 'Proof of inclusion, with the signed checkpoint',
    de: 'Nachweis der Aufnahme, mit dem unterschriebenen Prüfpunkt',
  },
  proofNote: {
    en: 'A C2SP tlog-proof: the way from the record to the root, and the checkpoint of the log over it. The asker checks it with receipt verify.',
    de: 'Ein C2SP-tlog-proof: der Weg vom Eintrag zur Wurzel und der Prüfpunkt des Protokolls darüber. Wer gefragt hat, prüft ihn mit receipt verify.',
  },
  which: { en: 'What', de: 'Was' },
  answers: { en: 'answers', de: 'Antworten' },
  refusals: { en: 'refused at no cost', de: 'kostenlos abgelehnt' },
  refused: { en: 'refused at no cost', de: 'kostenlos abgelehnt' },
  foundRefusals: { en: '{n} refused at no cost', de: '{n} kostenlos abgelehnt' },
  refusalsNote: {
    en: 'The newest {n} are listed, each with the hour in which it was recorded and no finer: exact times around the record of an answer would tell how long that took, which depends on patients.',
    de: 'Die neuesten {n} sind aufgeführt, jeweils mit der Stunde des Eintrags und nicht genauer: Genaue Zeiten um den Eintrag einer Antwort verrieten, wie lange diese gedauert hat, und das hängt von Patienten ab.',
  },
  noRefusals: {
    en: 'No question of the kind was refused at no cost.',
    de: 'Es wurde keine solche Frage kostenlos abgelehnt.',
  },
  hour: { en: 'In the hour from (UTC)', de: 'In der Stunde ab (UTC)' },
  code: { en: 'Code', de: 'Kennung' },
  why: { en: 'Why', de: 'Grund' },
  older: { en: 'Older ones', de: 'Ältere' },
  newer: { en: 'Newer ones', de: 'Neuere' },
  back: { en: 'Back to the list', de: 'Zurück zur Liste' },
  ofProject: { en: 'Answers in this project', de: 'Antworten in diesem Projekt' },
} as const satisfies Texts;
