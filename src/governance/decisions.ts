import { z } from 'zod';
import { SfumatoError } from '../base/index.ts';
import { type Action, readAction, SignedAction } from '../contract/index.ts';
import type { JournalRecord } from '../journal/index.ts';
import { approvalOf, type Known } from './approval.ts';
import { DeclineRecord, type Pending, ProposalRecord, proposed } from './pending.ts';
import { Person } from './person.ts';
import type { Project } from './project.ts';

/** An action that was taken, with its signatures: the body of an `action` record. */
export const ActionRecord = z.strictObject({ signed: SignedAction });

/** A policy as an approval names it. */
export type ApprovedPolicy = Extract<Action, { kind: 'policy' }>['body'];

/** What the people of a site decided. */
export interface Decisions {
  /** Everybody enrolled, by id. */
  readonly people: Map<string, Person>;
  readonly frozen: Set<string>;
  readonly policies: ApprovedPolicy[];
  readonly grants: Map<string, Extract<Action, { kind: 'grant' }>>;
  /** Ids of actions that were taken: none is taken twice. */
  readonly taken: Set<string>;
  /** Actions that wait for signatures, by id; expired ones too. */
  readonly pending: Map<string, Pending>;
  /** Ids of pending actions that were declined: none is handed in again. */
  readonly declined: Set<string>;
}

/** No decisions. */
export function noDecisions(): Decisions {
  return {
    people: new Map(),
    frozen: new Set(),
    policies: [],
    grants: new Map(),
    taken: new Set(),
    pending: new Map(),
    declined: new Set(),
  };
}

/** An action whose signatures suffice, and the people who gave them. */
export interface Approved {
  readonly action: Action;
  readonly people: readonly string[];
}

/** Judges a signed action. @throws SfumatoError `approval-missing` with one sentence that says why it isn't taken. */
export function judgeAction(signed: SignedAction, known: Known): Approved {
  const read = readAction(signed);
  if (read === undefined) {
    throw new SfumatoError('approval-missing', 'This is no action in its form, or a signature does not fit it.');
  }
  const approval = approvalOf(read, known);
  if ('missing' in approval) {
    throw new SfumatoError('approval-missing', approval.missing);
  }
  return { action: read.action, people: approval.people };
}

/** Takes an `action` record in: it was approved by the people enrolled at that time. @throws SfumatoError `invariant-broken`. */
export function takeAction(decisions: Decisions, projects: ReadonlyMap<string, Project>, record: JournalRecord): void {
  const { signed } = ActionRecord.parse(record.body);
  const { action } = judged(signed, { ...decisions, projects });
  if (isOver(decisions, action.id)) {
    breach('an action was taken twice, or after it was declined');
  }
  decisions.taken.add(action.id);
  decisions.pending.delete(action.id);
  switch (action.kind) {
    case 'grant':
      decisions.grants.set(action.id, action);
      break;
    case 'freeze':
      decisions.frozen.add(action.body.scope);
      break;
    case 'unfreeze':
      decisions.frozen.delete(action.body.scope);
      break;
    case 'policy':
      decisions.policies.push(action.body);
      break;
    case 'enrol':
      decisions.people.set(action.body.person, Person.parse(action.body));
      break;
    case 'dismiss':
      decisions.people.delete(action.body.person);
      break;
    case 'recovery':
      break;
    case 'decline':
      breach('a decline is no action that is taken');
  }
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
export function takeDecline(decisions: Decisions, projects: ReadonlyMap<string, Project>, record: JournalRecord): void {
  const { action } = judged(DeclineRecord.parse(record.body).signed, { ...decisions, projects });
  if (action.kind !== 'decline' || !decisions.pending.delete(action.body.action)) {
    breach('something was declined that was not pending');
  }
  decisions.declined.add(action.body.action);
}

function isOver({ taken, declined }: Pick<Decisions, 'taken' | 'declined'>, id: string): boolean {
  return taken.has(id) || declined.has(id);
}

function judged(signed: SignedAction, known: Known): Approved {
  try {
    return judgeAction(signed, known);
  } catch {
    breach('an action does not bear the signatures that it takes');
  }
}

function breach(what: string): never {
  throw new SfumatoError('invariant-broken', `The record of decisions is not sound: ${what}.`);
}
