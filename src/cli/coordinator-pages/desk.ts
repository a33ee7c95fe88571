import { canonicalJson, hashText } from '../../base/index.ts';
import type { Draft, FederationFacts, Objection, SiteFacts } from '../../contract/index.ts';
import { type CoordinatorContext, factsOfSites, patientSitesOf } from '../../coordinator/index.ts';
import type { Asker, BuilderField, Estimate, Federation, FederationDesk, Wanted } from '../../dashboard/index.ts';
import type { SeenSites } from '../../link/index.ts';
import type { Policy } from '../../policy/index.ts';
import { type Accountant, accountantOf, PURE } from '../../privacy/index.ts';
import { type DryRun, dryRun, isObjection } from '../../query/index.ts';
import { factsOfAnySite } from '../judge/any-site.ts';
import { documentOf } from '../policy/policy-documents.ts';
import type { Shell } from '../shell.ts';
import { commandText, workbenchText } from '../workbench/command-text.ts';
import { fieldsOf, reading } from '../workbench/reading.ts';
import { factsBoard } from './facts-board.ts';
import { sentRequests } from './sent-requests.ts';

/** What a coordinator's pages are made of. */
export interface FederationDeskParts {
  readonly shell: Pick<Shell, 'clock'>;
  readonly ctx: CoordinatorContext;
  readonly seen: SeenSites;
  /** Where programs reach the coordinator. */
  readonly address: string;
  /** Documents of policies that aren't among the published ones. */
  readonly policies: readonly Policy[];
}

/** How much of a digest names a file. */
const NAME_LENGTH = 8;

/** What researchers find at a coordinator: facts that sites state, prices by the policy, and answers that come again. */
export function createFederationDesk({ shell, ctx, seen, address, policies }: FederationDeskParts): FederationDesk {
  const { config } = ctx;
  const board = factsBoard(
    config.sites.map(({ id }) => id),
    (tell) => factsOfSites({ ctx, onReply: ({ site, reply }) => tell(site, reply ?? null) }),
    shell.clock,
  );
  let latest: FederationFacts['sites'] = [];
  const looked = async (): Promise<FederationFacts['sites']> => {
    latest = await board.sites();
    return latest;
  };
  const known = knownPolicies(policies);
  const sent = sentRequests(ctx);
  return Object.freeze({
    ...reading(() => latest),
    name: config.name,
    address,
    minSites: config.minSites,
    patientSitesMax: () => patientSitesOf(config, ctx.questions.losses()),
    async federation(): Promise<Federation> {
      const sites = await looked();
      const found = known(sites);
      return {
        fields: found?.fields ?? [],
        sites: sites.map((one) => ({ ...one, lastMs: seen.lastMs.get(one.site) })),
      };
    },
    policy: () => known(latest)?.policy.name,
    async estimate(wanted) {
      const sites = await looked();
      const found = known(sites);
      return found === undefined
        ? { why: 'The sites’ policy is not known here.' }
        : estimated(found.policy, wanted, sites);
    },
    command: (wanted, asker) => commandText(wanted, { coordinator: address, ...asker, kept: keptName(wanted, asker) }),
    workbench: (asker) => workbenchText({ coordinator: address, ...asker }),
    send: sent.send,
    asked: sent.asked,
  } satisfies FederationDesk);
}

interface KnownPolicy {
  readonly policy: Policy;
  readonly fields: readonly BuilderField[];
}

/** Finds the one document that all sites which were reached work under; each is read once. */
function knownPolicies(policies: readonly Policy[]): (sites: FederationFacts['sites']) => KnownPolicy | undefined {
  const found = new Map<string, KnownPolicy | undefined>();
  return (sites) => {
    const stated = sites.flatMap(({ facts }) => facts ?? []);
    const names = new Set(stated.map(nameOf));
    const [first] = stated;
    if (first === undefined || names.size > 1) {
      return undefined;
    }
    const name = nameOf(first);
    if (!found.has(name)) {
      const policy = documentOf(first, policies);
      found.set(name, policy && { policy, fields: fieldsOf(policy) });
    }
    return found.get(name);
  };
}

function nameOf({ policy, deidentificationHash, disclosureHash }: SiteFacts): string {
  return `${policy} ${deidentificationHash} ${disclosureHash}`;
}

/**
 * By the policy alone, as the sites count their losses; where they differ, at the ε that the dearest way needs and with the widest noise of
 * any. A site's size only says how long an answer takes.
 */
function estimated(policy: Policy, { draft, sites: named }: Wanted, sites: FederationFacts['sites']): Estimate {
  const asked = sites.filter(({ site }) => named.length === 0 || named.includes(site));
  const blocks = draft.blocks ?? [...new Set(asked.flatMap(({ facts }) => facts?.blocks ?? []))];
  const accountants = accountantsOf(asked);
  const price = (query: Draft): readonly (DryRun | Objection)[] =>
    accountants.map((accountant) => {
      const facts = factsOfAnySite(policy, { sizeClass: 'small', blocks, accountant });
      return dryRun({ policy, query: { ...query, blocks }, facts });
    });
  const first = price(draft);
  const objection = first.find(isObjection);
  if (objection !== undefined) {
    return { why: objection.detail ?? objection.code };
  }
  const { accuracy: _, ...question } = draft;
  const dearest = greatest(first, ({ epsilon }) => Number(epsilon));
  const { epsilon, cells, measures, pieces } = greatest(price({ ...question, epsilon: dearest.epsilon }), varianceOf);
  return { epsilon, cells, measures: [...measures], pieces: [...pieces] };
}

function greatest(priced: readonly (DryRun | Objection)[], by: (one: DryRun) => number): DryRun {
  return priced
    .flatMap((one) => (isObjection(one) ? [] : [one]))
    .reduce((left, right) => (by(right) > by(left) ? right : left));
}

/** The ways in which these sites count losses, each once; pure ε for a site whose version doesn't say. */
function accountantsOf(sites: FederationFacts['sites']): readonly Accountant[] {
  const stated = sites.flatMap(({ facts }) => (facts === null ? [] : [facts.accountant ?? PURE.facts]));
  const each = new Map((stated.length === 0 ? [PURE.facts] : stated).map((facts) => [canonicalJson(facts), facts]));
  return [...each.values()].map(accountantOf);
}

function varianceOf({ pieces }: DryRun): number {
  return pieces.reduce((sum, { mechanism }) => sum + mechanism.variance, 0);
}

/** One question in one project has one name, so that pasting its command twice asks once. */
function keptName({ draft, sites, total }: Wanted, { project }: Asker): string {
  const text = canonicalJson({ draft, sites: [...sites], total, project });
  return `question-${hashText('sfumato/kept-question/v1', text).slice(0, NAME_LENGTH)}`;
}
