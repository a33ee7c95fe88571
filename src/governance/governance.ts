import {
  type Action,
  type Objection,
  type ReadAction,
  type Role,
  type SignedAction,
  SignedRevocation,
} from '../contract/index.ts';
import type { Fold } from '../journal/index.ts';
import type { Policy } from '../policy/index.ts';
import { type Asker, type Authority, authorise } from './access.ts';
import { type Approval, approvalOf, isTightening, mayPropose, mayStillSign, nameOf } from './approval.ts';
import {
  ActionRecord,
  type BodyOf,
  type Decisions,
  DocumentRecord,
  noDecisions,
  PolicyName,
  policyKey,
} from './decisions.ts';
import { setProject, takeStandingGrant } from './effects.ts';
import type { Ground } from './ground.ts';
import { impossible } from './impossible.ts';
import { entryOf, type LogEntry } from './log.ts';
import { DeclineRecord, ProposalRecord } from './pending.ts';
import { Person } from './person.ts';
import {
  approvalOfPolicy,
  inForceOf,
  isSettled,
  type PolicyApproval,
  superseding,
  tightened,
  waiting,
} from './policies.ts';
import { Project } from './project.ts';
import { hasRoomForStrangers, holderOf, takeRevocation } from './revocations.ts';
import { type Approved, judgeAction, takeAction, takeDecline, takeDocument, takeProposal } from './take.ts';

/** Projects, members, and what the people of the site decided, as the journal has them. */
export interface Governance extends Fold {
  /** The person whose key this is in any project, or undefined. */
  personOf(key: string): string | undefined;
  /** The person whose key this is in any project or among those who decide, or undefined. */
  holderOf(key: string): string | undefined;
  /** The number of the record from which on the key signs nothing, whoever enrols it later; `undefined` for one that isn’t revoked. */
  revokedAt(key: string): number | undefined;
  /** Whether one more revocation of a key that nobody here has may be recorded: anybody can make such keys. */
  hasRoomForStrangers(nowMs: number): boolean;
  /** Whether the project is on record. */
  knows(project: string): boolean;
  /** Checks project, membership, key, freezes, ends and agreement at a time; policy facts only. */
  authorise(asker: Asker, nowMs: number): Authority | Objection;
  /** Whether everything, a project, a person's questions or another party's messages are frozen. */
  isFrozen(scope: string): boolean;
  /** Judges a signed action by the people enrolled now. @throws SfumatoError `approval-missing`. */
  judge(signed: SignedAction): Approved;
  /** Who approved an action, or what is missing, by the people enrolled now. */
  approval(read: ReadAction): Approval;
  /** Why an action can't be done, whoever signs it. */
  impossible(action: Action): Ground | undefined;
  /** Who signed, by name. */
  namesOf(read: ReadAction): readonly string[];
  /** Who could still bring an action nearer to what it takes. */
  mayStillSign(read: ReadAction): readonly string[];
  /** Whether the key is of somebody who may hand an action in here. */
  mayPropose(read: ReadAction, key: string): boolean;
  /** What a person is here now: the roles, whether of another site, and by which key, unless that is revoked; `undefined` for nobody. */
  standingOf(
    person: string,
  ): { readonly roles: readonly Role[]; readonly guest: boolean; readonly key: string | undefined } | undefined;
  /** Whether a policy may take the place of the one in force at a start: approved, and published since where it must be. */
  approvesPolicy(policy: PolicyName): boolean;
  /** How a policy that is not in force was decided on. */
  approvalOfPolicy(policy: PolicyName): PolicyApproval;
  /** Whether one officer suffices for a policy, because it tightens the one in force. */
  isTightening(body: BodyOf<'policy'>): boolean;
  /** The document of the policy in force, where another one may not take its place and it is on record. */
  superseding(policy: PolicyName): Policy | undefined;
  /** The policy that two people approved and that comes into force with the next publish. */
  waiting(): Policy | undefined;
  /** The policy that an officer approved and that is to be in force at once. */
  tightened(): Policy | undefined;
  /** The document of the policy in force, if it is on record. */
  inForce(): Policy | undefined;
  /** A policy's document, if it is on record. */
  document(policy: PolicyName): Policy | undefined;
  /** What was decided, oldest first. */
  readonly log: readonly LogEntry[];
  readonly decisions: Readonly<Decisions>;
}

/** An empty governance, to be filled by the journal's replay. */
export function createGovernance(): Governance {
  const decisions = noDecisions();
  const log: LogEntry[] = [];
  return Object.freeze({
    ...foldOf(decisions, log),
    personOf: (key) => decisions.persons.get(key),
    holderOf: (key) => holderOf(decisions, key),
    revokedAt: (key) => decisions.revoked.get(key),
    hasRoomForStrangers: (nowMs) => hasRoomForStrangers(decisions, nowMs),
    knows: (project) => decisions.projects.has(project),
    authorise: (asker, nowMs) => authorise(decisions, asker, nowMs),
    isFrozen: (scope) => decisions.frozen.has(scope),
    judge: (signed) => judgeAction(signed, decisions),
    approval: (read) => approvalOf(read, decisions),
    impossible: (action) => impossible(action, decisions),
    namesOf: ({ action, signers }) => signers.map((key) => nameOf(key, action, decisions)),
    mayStillSign: (read) => mayStillSign(read, decisions),
    mayPropose: (read, key) => mayPropose(read, key, decisions),
    standingOf(person) {
      const known = decisions.people.get(person);
      const { key } = known ?? {};
      return (
        known && {
          roles: known.roles,
          guest: known.site !== undefined,
          key: key !== undefined && decisions.revoked.has(key) ? undefined : key,
        }
      );
    },
    approvesPolicy: (policy) => isSettled(policy, decisions),
    approvalOfPolicy: (policy) => approvalOfPolicy(policy, decisions),
    isTightening: (body) => isTightening(body, decisions),
    superseding: (policy) => superseding(policy, decisions),
    waiting: () => waiting(decisions),
    tightened: () => tightened(decisions),
    inForce: () => inForceOf(decisions),
    document: (policy) => decisions.documents.get(policyKey(policy)),
    log,
    decisions,
  } satisfies Governance);
}

function foldOf(decisions: Decisions, log: LogEntry[]): Fold {
  return {
    kinds: Object.freeze({
      project: Project,
      person: Person,
      action: ActionRecord,
      proposal: ProposalRecord,
      decline: DeclineRecord,
      document: DocumentRecord,
      revocation: SignedRevocation,
    }),
    apply(record) {
      switch (record.kind) {
        case 'action':
          takeAction(decisions, record);
          break;
        case 'proposal':
          takeProposal(decisions, record);
          break;
        case 'decline':
          takeDecline(decisions, record);
          break;
        case 'document':
          takeDocument(decisions, record);
          break;
        case 'revocation':
          takeRevocation(decisions, record);
          break;
        case 'person': {
          const person = Person.parse(record.body);
          decisions.people.set(person.person, person);
          break;
        }
        default:
          setProject(decisions, Project.parse(record.body));
      }
    },
    follow(record) {
      if (record.kind === 'policy') {
        decisions.seen.policy = PolicyName.parse(record.body);
      }
      decisions.seen.snapshots += record.kind === 'snapshot' ? 1 : 0;
      if (record.kind === 'grant') {
        takeStandingGrant(decisions, record.body);
      }
      log.push(...entryOf(record, { policy: decisions.seen.policy?.name, before: log }));
    },
  };
}
