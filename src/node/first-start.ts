import { assert, canonicalJson, formatNoteKey, SfumatoError } from '../base/index.ts';
import { analystMeter, blockMeter, projectMeter } from '../budget/index.ts';
import { nameOfPolicy } from '../governance/index.ts';
import type { Appended } from '../journal/index.ts';
import { parseEpsilon } from '../privacy/index.ts';
import type { NodeConfig } from './config.ts';
import { assertConfigured, decidesNobody, unknownProjects } from './configured-projects.ts';
import type { NodeContext } from './context.ts';
import { assertIdentity, identityOf } from './identity.ts';
import { policyAtStart, undecidedSentence } from './policy-at-start.ts';
import { openBlocks } from './site.ts';
import { recordDocument } from './verbs/policy/in-force.ts';

type FirstStart = Pick<
  NodeContext,
  'config' | 'keys' | 'policy' | 'journal' | 'governance' | 'catalog' | 'budget' | 'notary' | 'history'
>;

/**
 * Records what the configuration brings and the journal doesn't have yet: who the site is, the policy, projects, and first caps.
 * @throws SfumatoError when the site isn't who it was, or a cap is above the policy's ceiling.
 */
export async function recordFirstStart(ctx: FirstStart): Promise<void> {
  const { epsilonCeiling } = ctx.policy.document.disclosure;
  const ceiling = parseEpsilon(epsilonCeiling.value) ?? 0n;
  if ((parseEpsilon(ctx.config.standingGrant.epsilon) ?? 0n) > ceiling) {
    const sentence = `standingGrant: ${ctx.policy.name} lets an intake year lose at most ε ${epsilonCeiling.value}; grant no more.`;
    throw new SfumatoError('config-invalid', sentence);
  }
  assertConfigured(ctx);
  const identity = identityOf(ctx);
  const recorded = ctx.catalog.site();
  if (recorded === undefined) {
    await ctx.journal.append({ kind: 'site', actor: 'configuration', body: { ...identity } }).durable;
  } else {
    assertIdentity(recorded, identity);
  }
  await recordAccountant(ctx);
  await recordSigner(ctx);
  await recordPolicy(ctx);
  for (const project of unknownProjects(ctx)) {
    await recordProject(ctx, project);
  }
  // After the projects: from then on none comes from the configuration, so a start that a crash cut short has to be able to go on.
  await recordPeople(ctx);
  if (ctx.governance.decisions.people.size > 0) {
    recordDocument(ctx, ctx.policy);
  }
  await grantOpenBlocks(ctx);
}

/** Gives every intake block that has none its standing grant. Blocks follow publish slots, so no clock creates budget. */
export async function grantOpenBlocks(
  ctx: Omit<FirstStart, 'governance' | 'policy' | 'keys' | 'notary' | 'history'>,
): Promise<void> {
  const { domain, standingGrant } = ctx.config;
  const known = new Set(ctx.budget.meters().map(({ id }) => id));
  for (const meter of openBlocks(ctx).map((year) => blockMeter(domain, year))) {
    if (!known.has(meter)) {
      await appendGrant(ctx, { meter, epsilon: standingGrant.epsilon, reason: standingGrant.reason }).durable;
    }
  }
}

/** Another way of counting would give every patient a new budget, so it is fixed before there is any. */
async function recordAccountant({ config: { accountant }, budget, journal }: FirstStart): Promise<void> {
  const { facts } = budget.accountant();
  if (canonicalJson(facts) === canonicalJson(accountant)) {
    return;
  }
  if (facts.kind === 'zcdp' || accountant.kind === 'pure' || budget.meters().length > 0) {
    const counts = facts.kind === 'pure' ? 'pure ε' : `zCDP with δ ${facts.delta}`;
    const sentence = `accountant: this site counts losses in ${counts}, for life; the configuration must say the same for ever.`;
    throw new SfumatoError('config-invalid', sentence);
  }
  await journal.append({ kind: 'accountant', actor: 'configuration', body: { ...accountant } }).durable;
}

async function recordSigner({ history, journal, notary }: FirstStart): Promise<void> {
  if (history.signers().length === 0) {
    await journal.append({ kind: 'signer', actor: 'configuration', body: { key: formatNoteKey(notary.key) } }).durable;
  }
}

/** The first people come from the configuration; whoever edits it later adds nobody. */
async function recordPeople({ config, governance, journal }: FirstStart): Promise<void> {
  const people = decidesNobody({ governance }) ? config.people : [];
  // In one turn, so that a crash leaves all of them or none.
  const recorded = people.map((person) =>
    journal.append({ kind: 'person', actor: 'configuration', body: { ...person } }),
  );
  await recorded.at(-1)?.durable;
}

async function recordPolicy(ctx: FirstStart): Promise<void> {
  const { policy, catalog, journal } = ctx;
  switch (policyAtStart(ctx, policy)) {
    case 'undecided':
      throw new SfumatoError('approval-missing', undecidedSentence(policy.name, catalog.policy()?.name));
    case 'comes':
      await journal.append({ kind: 'policy', actor: 'configuration', body: { ...nameOfPolicy(policy) } }).durable;
  }
}

async function recordProject(
  ctx: FirstStart,
  { grant: first, ...project }: NodeConfig['projects'][number],
): Promise<void> {
  const reason = `First cap, from the configuration of project ${project.id}.`;
  const known = new Set(ctx.budget.meters().map(({ id }) => id));
  const persons = new Set(project.members.map((member) => member.person));
  const firsts = [
    { meter: projectMeter(project.id), epsilon: first.project, reason },
    ...[...persons].map((person) => ({ meter: analystMeter(person), epsilon: first.analyst, reason })),
  ];
  // A meter that has a grant keeps it: a start that a crash cut short must not give it twice.
  for (const one of firsts.filter(({ meter }) => !known.has(meter))) {
    appendGrant(ctx, one);
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
