import { canonicalJson, hashText } from '../../base/index.ts';
import type { FederationFacts, SiteFacts } from '../../contract/index.ts';
import { type CoordinatorContext, factsOfSites } from '../../coordinator/index.ts';
import type { Asker, BuilderField, Estimate, Federation, FederationDesk, Wanted } from '../../dashboard/index.ts';
import type { SeenSites } from '../../link/index.ts';
import type { Policy } from '../../policy/index.ts';
import { PURE } from '../../privacy/index.ts';
import { dryRun, isObjection } from '../../query/index.ts';
import { factsOfAnySite } from '../ask/any-site.ts';
import type { Shell } from '../shell.ts';
import { commandText, workbenchText } from '../workbench/command-text.ts';
import { documentOf } from '../workbench/policy-document.ts';
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
    ...{ name: config.name, address, minSites: config.minSites },
    patientSitesMax: config.patientSitesMax ?? config.sites.length,
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

/** By the policy alone. A site's size only says how long an answer takes. */
function estimated(policy: Policy, { draft }: Wanted, sites: FederationFacts['sites']): Estimate {
  const blocks = draft.blocks ?? [...new Set(sites.flatMap(({ facts }) => facts?.blocks ?? []))];
  const facts = factsOfAnySite(policy, { sizeClass: 'small', blocks, accountant: PURE });
  const priced = dryRun({ policy, query: { ...draft, blocks }, facts });
  if (isObjection(priced)) {
    return { why: priced.detail ?? priced.code };
  }
  const { epsilon, cells, measures, pieces } = priced;
  return { epsilon, cells, measures: [...measures], pieces: [...pieces] };
}

/** One question in one project has one name, so that pasting its command twice asks once. */
function keptName({ draft, sites, total }: Wanted, { project }: Asker): string {
  const text = canonicalJson({ draft, sites: [...sites], total, project });
  return `question-${hashText('sfumato/kept-question/v1', text).slice(0, NAME_LENGTH)}`;
}
