import { type Action, readAction, type SignedAction } from '../contract/index.ts';
import type { JournalRecord } from '../journal/index.ts';
import { policyFromJson } from '../policy/index.ts';
import { approvalOf, missingGround } from './approval.ts';
import { breach } from './breach.ts';
import { ActionRecord, type Decisions, DocumentRecord, nameOfPolicy, policyKey } from './decisions.ts';
import { takeEffect } from './effects.ts';
import { ground, notTaken } from './ground.ts';
import { impossible } from './impossible.ts';
import { DeclineRecord, ProposalRecord, proposed } from './pending.ts';

/** An action whose signatures suffice, and the people who gave them. */
export interface Approved {
  readonly action: Action;
  readonly people: readonly string[];
}

/** Judges a signed action. @throws SfumatoError `approval-missing` with one sentence that says why it isn't taken. */
export function judgeAction(signed: SignedAction, decisions: Decisions): Approved {
  const read = readAction(signed);
  if (read === undefined) {
    const sentence = 'This is no action in its form, or a signature does not fit it.';
    throw notTaken(ground('not-signed', sentence), 'approval-missing');
  }
  const approval = approvalOf(read, decisions);
  if ('missing' in approval) {
    throw notTaken(missingGround(approval), 'approval-missing');
  }
  return { action: read.action, people: approval.people };
}

/** Takes an `action` record in: it was approved by the people enrolled at that time. @throws SfumatoError `invariant-broken`. */
export function takeAction(decisions: Decisions, record: JournalRecord): void {
  const { action, people } = judged(ActionRecord.parse(record.body).signed, decisions);
  if (isOver(decisions, action.id)) {
    breach('an action was taken twice, or after it was declined');
  }
  const why = impossible(action, decisions);
  if (why !== undefined) {
    breach(why.sentence);
  }
  decisions.taken.add(action.id);
  decisions.pending.delete(action.id);
  takeEffect(decisions, action, { action, people, atMs: record.wallMs, seq: record.seq });
}

/** Takes a `proposal` record in. @throws SfumatoError `invariant-broken`. */
export function takeProposal(decisions: Decisions, record: JournalRecord): void {
  const { signed } = ProposalRecord.parse(record.body);
  const { id } = readAction(signed)?.action ?? breach('a proposal can’t be read');
  const next = proposed(decisions.pending.get(id), signed, record.wallMs);
  if ('fault' in next) {
    breach(next.fault);
  }
  if (isOver(decisions, id)) {
    breach('an action was proposed that is decided already');
  }
  decisions.pending.set(id, next.pending);
}

/** Takes a `decline` record in. @throws SfumatoError `invariant-broken`. */
export function takeDecline(decisions: Decisions, record: JournalRecord): void {
  const { action } = judged(DeclineRecord.parse(record.body).signed, decisions);
  if (action.kind !== 'decline' || !decisions.pending.delete(action.body.action)) {
    breach('something was declined that was not pending');
  }
  decisions.declined.add(action.body.action);
}

/** Takes a `document` record in: a policy that later actions may compare with. */
export function takeDocument({ documents }: Decisions, record: JournalRecord): void {
  const policy = policyFromJson(DocumentRecord.parse(record.body).json);
  documents.set(policyKey(nameOfPolicy(policy)), policy);
}

function isOver({ taken, declined }: Decisions, id: string): boolean {
  return taken.has(id) || declined.has(id);
}

function judged(signed: SignedAction, decisions: Decisions): Approved {
  try {
    return judgeAction(signed, decisions);
  } catch {
    breach('an action does not bear the signatures that it takes');
  }
}
