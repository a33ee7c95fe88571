import type { Texts } from './say.ts';

/** Approvals, freezes and what they ask for. */
export const DECISIONS = {
  inboxLead: {
    en: 'Decisions that lack signatures. Each is signed with your own key, which is opened by its passphrase for this one signature.',
    de: 'Entscheidungen, denen noch Unterschriften fehlen. Jede wird mit Ihrem eigenen Schlüssel unterschrieben, der durch die Passphrase für diese eine Unterschrift geöffnet wird.',
  },
  nothingWaits: { en: 'Nothing waits for a signature.', de: 'Nichts wartet auf eine Unterschrift.' },
  since: { en: 'Proposed (UTC)', de: 'Vorgeschlagen (UTC)' },
  until: { en: 'Ends (UTC)', de: 'Verfällt (UTC)' },
  signedBy: { en: 'Signed by', de: 'Unterschrieben von' },
  mayStill: { en: 'May still sign', de: 'Kann noch unterschreiben' },
  missing: { en: 'Still missing', de: 'Noch nötig' },
  lacks: { en: 'the signature of: {who}', de: 'die Unterschrift von: {who}' },
  or: { en: 'or', de: 'oder' },
  applicant: { en: 'applicant (a member of the project)', de: 'antragstellende Person (ein Mitglied des Projekts)' },
  about: { en: 'About', de: 'Worum es geht' },
  reason: { en: 'Reason', de: 'Begründung' },
  reasonHint: {
    en: 'at least 10 letters; it stays in the journal for good',
    de: 'mindestens 10 Zeichen; sie bleibt für immer im Protokoll',
  },
  content: { en: 'Content', de: 'Inhalt' },
  nobody: { en: 'nobody', de: 'niemand' },
  passphrase: { en: 'Passphrase of your deciding key', de: 'Passphrase Ihres Entscheidungsschlüssels' },
  approve: { en: 'Approve and sign', de: 'Zustimmen und unterschreiben' },
  decline: { en: 'Decline', de: 'Ablehnen' },
  declineTitle: { en: 'Decline this decision', de: 'Diese Entscheidung ablehnen' },
  impossible: {
    en: 'This decision can’t be taken any more, whoever signs it. {why} Decline it, so that nobody waits for it.',
    de: 'Diese Entscheidung kann nicht mehr getroffen werden, wer auch immer unterschreibt. {why} Lehnen Sie sie ab, damit niemand darauf wartet.',
  },
  open: { en: 'Open', de: 'Öffnen' },
  decision: { en: 'Decision', de: 'Entscheidung' },
  gone: {
    en: 'This decision is not pending any more: it was taken, declined, or it expired.',
    de: 'Diese Entscheidung wartet nicht mehr: Sie wurde getroffen, abgelehnt, oder sie ist verfallen.',
  },
  taken: {
    en: 'The decision is taken and on record, signed by {people}.',
    de: 'Die Entscheidung ist getroffen und im Protokoll, unterschrieben von {people}.',
  },
  pending: {
    en: 'Your signature is on record. Still missing: {missing}',
    de: 'Ihre Unterschrift ist im Protokoll. Noch nötig: {missing}',
  },
  declined: {
    en: 'The decision was declined; that is on record.',
    de: 'Die Entscheidung wurde abgelehnt; das steht im Protokoll.',
  },
  typePassphrase: {
    en: 'Type your passphrase: nothing is signed without it.',
    de: 'Geben Sie Ihre Passphrase ein: Ohne sie wird nichts unterschrieben.',
  },
  wrongPassphrase: {
    en: 'No key of yours opens with this passphrase.',
    de: 'Diese Passphrase öffnet keinen Ihrer Schlüssel.',
  },
  noKey: {
    en: 'You have no deciding key yet. Make one first, and have it enrolled.',
    de: 'Sie haben noch keinen Entscheidungsschlüssel. Erzeugen Sie ihn zuerst, und lassen Sie ihn aufnehmen.',
  },
  showAgain: {
    en: 'A decision takes both factors, shown within the last {minutes} minutes.',
    de: 'Eine Entscheidung verlangt, dass beide Faktoren in den letzten {minutes} Minuten gezeigt wurden.',
  },
  showSoon: {
    en: 'You showed both factors more than {ago} minutes ago, and they count for {minutes}. Show them again now, and they still count when you sign.',
    de: 'Sie haben beide Faktoren vor mehr als {ago} Minuten gezeigt, und sie gelten {minutes} Minuten. Zeigen Sie sie jetzt erneut, dann gelten sie noch, wenn Sie unterschreiben.',
  },
  keptForFactors: {
    en: 'Nothing was done yet: a decision takes both factors, shown within the last {minutes} minutes. What you wrote is kept: show them in another tab, then send the form again with your passphrase.',
    de: 'Noch wurde nichts getan: Eine Entscheidung verlangt, dass beide Faktoren in den letzten {minutes} Minuten gezeigt wurden. Was Sie geschrieben haben, bleibt stehen: Zeigen Sie sie in einem anderen Tab, und senden Sie dann das Formular noch einmal mit Ihrer Passphrase.',
  },
  showFactors: { en: 'Show them again', de: 'Erneut zeigen' },
  grantTitle: { en: 'Propose more or less budget', de: 'Mehr oder weniger Budget vorschlagen' },
  grantNote: {
    en: 'More budget on the same patients adds to their lifetime total; less takes from what is left. Either takes two people.',
    de: 'Mehr Budget auf denselben Patienten erhöht deren Gesamtbelastung; weniger nimmt vom Übrigen weg. Beides braucht zwei Personen.',
  },
  amount: { en: 'Change of ε', de: 'Änderung von ε' },
  amountHint: {
    en: 'such as 2.5 for more, or -2.5 for less',
    de: 'etwa 2,5 für mehr oder -2,5 für weniger',
  },
  more: { en: 'More budget', de: 'Mehr Budget' },
  less: { en: 'Less budget', de: 'Weniger Budget' },
  propose: { en: 'Propose and sign', de: 'Vorschlagen und unterschreiben' },
} as const satisfies Texts;
