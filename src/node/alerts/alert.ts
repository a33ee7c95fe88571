/** What a person is told of. */
export type AlertKind = 'budget-low' | 'refusals-in-a-row' | 'witness-missing' | 'freeze' | 'approval-pending' | 'test';

/** Something that needs a person: of what kind, and of what. Policy facts and names of the site's own, never of patients. */
export interface Alarm {
  readonly kind: AlertKind;
  /** A meter, a person, what is frozen, or the id of a decision; the site itself for the rest. */
  readonly subject: string;
}

/** An alarm that was put on record. */
export interface Alert extends Alarm {
  /** 32 hex digits: the same at every delivery, so that a second one can be told from a second alert. */
  readonly id: string;
  readonly site: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly raisedMs: number;
}

const SENTENCES: Readonly<Record<AlertKind, (subject: string) => string>> = {
  'budget-low': (meter) => `Little is left on the meter ${meter}; \`sfumato budget\` shows how much.`,
  'refusals-in-a-row': (person) =>
    `Question after question of ${person} was refused; \`sfumato audit show\` says with which codes.`,
  'witness-missing': () => 'No witness co-signs the log, so nothing is answered; `sfumato status` says why.',
  freeze: (scope) => `${scope} is frozen; \`sfumato status\` shows what else is.`,
  'approval-pending': (action) => `The decision ${action} waits for signatures; \`sfumato inbox\` shows it.`,
  test: () => 'This is a test alert; nothing happened.',
};

/** What an alert says, in one sentence. */
export function sentenceOf({ kind, subject }: Alarm): string {
  return SENTENCES[kind](subject);
}

/** The document that is posted. */
export function alertDocument(alert: Alert): string {
  const { id, site, kind, subject, raisedMs } = alert;
  const raised = new Date(raisedMs).toISOString();
  return JSON.stringify({ version: 1, id, site, kind, subject, sentence: sentenceOf(alert), raised });
}
