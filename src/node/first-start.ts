import { assert } from '../base/index.ts';
import { analystMeter, blockMeter, projectMeter } from '../budget/index.ts';
import type { Appended } from '../journal/index.ts';
import { parseEpsilon } from '../privacy/index.ts';
import type { NodeConfig } from './config.ts';
import type { NodeContext } from './context.ts';
import { openBlocks } from './site.ts';

type FirstStart = Pick<NodeContext, 'config' | 'policy' | 'journal' | 'governance' | 'catalog' | 'budget'>;

/** Records what the configuration brings and the journal doesn't have yet: the policy, projects, and first caps. */
export async function recordFirstStart(ctx: FirstStart): Promise<void> {
  await recordPolicy(ctx);
  for (const project of ctx.config.projects.filter(({ id }) => !ctx.governance.knows(id))) {
    await recordProject(ctx, project);
  }
  await grantOpenBlocks(ctx);
}

/** Gives every intake block that has none its standing grant. Blocks follow publish slots, so no clock creates budget. */
export async function grantOpenBlocks(ctx: Omit<FirstStart, 'governance' | 'policy'>): Promise<void> {
  const { domain, standingGrant } = ctx.config;
  const known = new Set(ctx.budget.meters().map(({ id }) => id));
  for (const meter of openBlocks(ctx).map((year) => blockMeter(domain, year))) {
    if (!known.has(meter)) {
      await appendGrant(ctx, { meter, epsilon: standingGrant.epsilon, reason: standingGrant.reason }).durable;
    }
  }
}

async function recordPolicy({ policy, catalog, journal }: FirstStart): Promise<void> {
  const { name, deidentificationHash: deidentification, disclosureHash: disclosure } = policy;
  const current = catalog.policy();
  if (current?.name !== name || current.deidentification !== deidentification || current.disclosure !== disclosure) {
    await journal.append({ kind: 'policy', actor: 'configuration', body: { name, deidentification, disclosure } })
      .durable;
  }
}

async function recordProject(
  ctx: FirstStart,
  { grant: first, ...project }: NodeConfig['projects'][number],
): Promise<void> {
  const reason = `First cap, from the configuration of project ${project.id}.`;
  const known = new Set(ctx.budget.meters().map(({ id }) => id));
  if (!known.has(projectMeter(project.id))) {
    for (const person of new Set(project.members.map((member) => member.person))) {
      appendGrant(ctx, { meter: analystMeter(person), epsilon: first.analyst, reason });
    }
    appendGrant(ctx, { meter: projectMeter(project.id), epsilon: first.project, reason });
  }
  // Last, so that a crash before it leaves the project unknown and the next start records it.
  await ctx.journal.append({ kind: 'project', actor: 'configuration', body: project }).durable;
}

function appendGrant(ctx: Pick<FirstStart, 'journal'>, { meter, epsilon, reason }: Grant): Appended {
  const nanoEpsilon = parseEpsilon(epsilon);
  assert(nanoEpsilon !== undefined, 'the configuration was parsed');
  const body = { meter, nanoEpsilon: nanoEpsilon.toString() };
  return ctx.journal.append({ kind: 'grant', actor: 'configuration', reason, body });
}

interface Grant {
  readonly meter: string;
  readonly epsilon: string;
  readonly reason: string;
}
