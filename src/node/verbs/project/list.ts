import type { RefusalCode } from '../../../contract/index.ts';
import { currentText, hasAgreed, hasEnded, type KnownProject } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';

/** How a project stands: only an open one is answered. */
export type ProjectState = 'open' | 'frozen' | 'ended' | 'ethics approval over';

/** A project as people on the site see it. Times in milliseconds since 1970-01-01 UTC. */
export interface ProjectReport extends Omit<KnownProject, 'members'> {
  readonly state: ProjectState;
  readonly members: readonly MemberReport[];
  /** Of the agreement's text, where one is on record. */
  readonly agreementVersion?: number;
}

/** One member's key, and why questions that it signs are refused, if they are. */
export interface MemberReport {
  readonly person: string;
  readonly key: string;
  readonly expires?: number | undefined;
  readonly hasAgreed: boolean;
  readonly refused?: RefusalCode;
}

/** The projects of a site, in the order in which they came. */
export async function listProjects({
  ctx,
}: {
  readonly ctx: NodeContext;
}): Promise<{ projects: readonly ProjectReport[] }> {
  return { projects: [...ctx.governance.decisions.projects.values()].map((project) => reportOf(ctx, project)) };
}

function reportOf(ctx: NodeContext, project: KnownProject): ProjectReport {
  const { governance } = ctx;
  const now = ctx.journal.nowMs();
  const { members, ...terms } = project;
  const text = currentText(governance.decisions, project.agreement);
  return {
    ...terms,
    state: stateOf(ctx, project, now),
    ...(text !== undefined && { agreementVersion: text.version }),
    members: members.map((member) => {
      const authority = governance.authorise({ key: member.key, project: project.id }, now);
      return {
        person: member.person,
        key: member.key,
        expires: member.expires,
        hasAgreed: hasAgreed(governance.decisions, project, member),
        ...('code' in authority && { refused: authority.code }),
      };
    }),
  };
}

function stateOf({ governance }: NodeContext, project: KnownProject, now: number): ProjectState {
  if (hasEnded(project, now)) {
    return 'ended';
  }
  if (['node', `project:${project.id}`].some((scope) => governance.isFrozen(scope))) {
    return 'frozen';
  }
  return project.ethics !== undefined && project.ethics.expires <= now ? 'ethics approval over' : 'open';
}
