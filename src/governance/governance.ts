import type { Objection, ReadAction, Role, SignedAction } from '../contract/index.ts';
import type { Fold } from '../journal/index.ts';
import { type Approval, approvalOf, mayStillSign, nameOf } from './approval.ts';
import {
  ActionRecord,
  type Approved,
  type ApprovedPolicy,
  type Decisions,
  judgeAction,
  noDecisions,
  takeAction,
  takeDecline,
  takeProposal,
} from './decisions.ts';
import { DeclineRecord, ProposalRecord } from './pending.ts';
import { Person } from './person.ts';
import { type Member, Project } from './project.ts';

/** Who asks, as established by a checked signature. */
export interface Asker {
  readonly key: string;
  readonly project: string;
}

/** What an authorised asker may use. */
export interface Authority {
  readonly person: string;
  readonly project: Project;
}

/** Projects, members, and what the people of the site decided, as the journal has them. */
export interface Governance extends Fold {
  /** The person whose key this is in any project, or undefined. */
  personOf(key: string): string | undefined;
  /** Whether the project is on record. */
  knows(project: string): boolean;
  /** Checks freezes, project, membership and agreement; policy facts only. */
  authorise(asker: Asker): Authority | Objection;
  /** Whether questions of a person in a project are frozen: looked at again in the step that charges. */
  isFrozen(person: string, project: string): boolean;
  /** Judges a signed action by the people enrolled now. @throws SfumatoError `approval-missing`. */
  judge(signed: SignedAction): Approved;
  /** Who approved an action, or what is missing, by the people enrolled now. */
  approval(read: ReadAction): Approval;
  /** Who signed, by name. */
  namesOf(read: ReadAction): readonly string[];
  /** Who could still bring an action nearer to what it takes. */
  mayStillSign(read: ReadAction): readonly string[];
  /** Whether the key is of somebody who may hand an action in here. */
  mayPropose(read: ReadAction, key: string): boolean;
  /** What a person is here now: the roles, and whether of another site; `undefined` for nobody. */
  standingOf(person: string): { readonly roles: readonly Role[]; readonly guest: boolean } | undefined;
  readonly decisions: Readonly<Omit<Decisions, 'policies'>>;
  approvesPolicy(policy: ApprovedPolicy): boolean;
}

/** An empty governance, to be filled by the journal's replay. */
export function createGovernance(): Governance {
  const projects = new Map<string, Project>();
  const persons = new Map<string, string>();
  const decisions = noDecisions();
  const isFrozen = (person: string, project: string): boolean =>
    ['node', `project:${project}`, `analyst:${person}`].some((scope) => decisions.frozen.has(scope));
  return Object.freeze({
    kinds: Object.freeze({
      project: Project,
      person: Person,
      action: ActionRecord,
      proposal: ProposalRecord,
      decline: DeclineRecord,
    }),
    apply(record) {
      if (record.kind === 'action') {
        takeAction(decisions, projects, record);
      } else if (record.kind === 'proposal') {
        takeProposal(decisions, record);
      } else if (record.kind === 'decline') {
        takeDecline(decisions, projects, record);
      } else if (record.kind === 'person') {
        const person = Person.parse(record.body);
        decisions.people.set(person.person, person);
      } else {
        const project = Project.parse(record.body);
        projects.set(project.id, project);
        for (const member of project.members) {
          persons.set(member.key, member.person);
        }
      }
    },
    personOf: (key) => persons.get(key),
    knows: (project) => projects.has(project),
    authorise(asker) {
      const project = projects.get(asker.project);
      if (project === undefined) {
        return { code: 'not-approved' };
      }
      const member = project.members.find(({ key }) => key === asker.key);
      if (member === undefined) {
        return { code: 'not-member' };
      }
      return isFrozen(member.person, project.id) ? { code: 'frozen' } : agreed(project, member);
    },
    isFrozen,
    judge: (signed) => judgeAction(signed, { ...decisions, projects }),
    approval: (read) => approvalOf(read, { ...decisions, projects }),
    namesOf: ({ signers }) => signers.map((key) => nameOf(key, { ...decisions, projects })),
    mayStillSign: (read) => mayStillSign(read, { ...decisions, projects }),
    mayPropose: (_, key) => [...decisions.people.values()].some((one) => one.key === key),
    standingOf(person) {
      const known = decisions.people.get(person);
      return known && { roles: known.roles, guest: known.site !== undefined };
    },
    decisions,
    approvesPolicy: ({ name, deidentification, disclosure }) =>
      decisions.policies.some(
        (one) => one.name === name && one.deidentification === deidentification && one.disclosure === disclosure,
      ),
  } satisfies Governance);
}

function agreed(project: Project, member: Member): Authority | Objection {
  return member.signedAgreement === project.agreement
    ? { person: member.person, project }
    : { code: 'agreement-missing', detail: `The agreement in force is ${project.agreement}.` };
}
