import type { Objection } from '../contract/index.ts';
import type { Fold } from '../journal/index.ts';
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

/** Projects and their members, as the journal has them. */
export interface Governance extends Fold {
  /** The person whose key this is in any project, or undefined. */
  personOf(key: string): string | undefined;
  /** Whether the project is on record. */
  knows(project: string): boolean;
  /** Checks project, membership and agreement, in that order; policy facts only. */
  authorise(asker: Asker): Authority | Objection;
}

/** An empty governance, to be filled by the journal's replay. */
export function createGovernance(): Governance {
  const projects = new Map<string, Project>();
  const persons = new Map<string, string>();
  return Object.freeze({
    kinds: Object.freeze({ project: Project }),
    apply(record) {
      const project = Project.parse(record.body);
      projects.set(project.id, project);
      for (const member of project.members) {
        persons.set(member.key, member.person);
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
      return member === undefined ? { code: 'not-member' } : agreed(project, member);
    },
  } satisfies Governance);
}

function agreed(project: Project, member: Member): Authority | Objection {
  return member.signedAgreement === project.agreement
    ? { person: member.person, project }
    : { code: 'agreement-missing', detail: `The agreement in force is ${project.agreement}.` };
}
