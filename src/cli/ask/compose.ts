import { type Entropy, LIMITS, randomId, SfumatoError } from '../../base/index.ts';
import type { FederationClient } from '../../client/index.ts';
import {
  type Draft,
  type DraftRequest,
  type FederatedQuote,
  type FederationFacts,
  Query,
  type Quote,
  type QuoteOutcome,
  type Request,
  type SiteFacts,
  signRequest,
  type Takes,
  tooLarge,
} from '../../contract/index.ts';
import { publicKeyText } from '../../node/index.ts';
import { type PolicyFor, requireOwnEpsilon } from '../judge/epsilon.ts';

const VALIDITY_MS = 3_600_000;

/** Who asks, under which project, of whom. */
export interface Asking {
  readonly draft: Draft;
  readonly project: string;
  readonly secretKey: Uint8Array;
  /** Sites to ask; all of the federation when absent. */
  readonly sites?: readonly string[];
  readonly minSites?: number;
  /** Only the total over all sites is wanted, and how often it may be tried for, each time at the full cost. */
  readonly total?: { readonly maxAttempts: number };
  readonly nowMs: number;
  readonly entropy: Entropy;
}

/**
 * The unsigned request around a draft: sites, policy and blocks are filled in from what the federation says of itself.
 * @throws SfumatoError `request-invalid` for a question that nobody would read, `wrong-use` for sites that can't be asked.
 */
export function composeDraft(asking: Asking, facts: FederationFacts): DraftRequest {
  const sites = sitesOf(asking, facts);
  const known = factsOf(sites, facts);
  const draft: DraftRequest = {
    version: 1,
    id: randomId(asking.entropy),
    project: asking.project,
    key: publicKeyText(asking.secretKey),
    sites,
    minSites: minSitesOf(asking, facts, sites),
    maxAttempts: asking.total?.maxAttempts ?? 1,
    ...(asking.total === undefined ? {} : { release: 'total' as const }),
    policy: commonPolicy(known),
    expires: asking.nowMs + VALIDITY_MS,
    query: { ...asking.draft, blocks: asking.draft.blocks ?? allBlocks(known) },
  };
  const why = tooLarge(draft);
  if (why !== undefined) {
    throw new SfumatoError('request-invalid', why);
  }
  return draft;
}

/** What an answer to a draft takes: no fewer sites than the draft says, and none fewer than the coordinator combines. */
export function takesOf({ minSites, release }: DraftRequest, facts: FederationFacts): Takes {
  return { least: Math.max(minSites, facts.minSites), isTotal: release === 'total' };
}

/** Who has a draft quoted, and who is told of each site's quote as it comes in. */
interface Quoting {
  readonly client: FederationClient;
  readonly onOutcome?: (outcome: QuoteOutcome) => void;
}

/** What every site says the question would cost there. */
export async function quoteOf(
  request: DraftRequest,
  asking: Asking,
  { client, onOutcome }: Quoting,
): Promise<FederatedQuote> {
  return await client.dryRun(signRequest('dry-run', request, asking.secretKey), onOutcome);
}

/** What ε is settled by where the draft asks for accuracy. */
export interface Settling {
  readonly quote: FederatedQuote;
  readonly policyFor: PolicyFor;
}

/**
 * The request to sign: where the draft asks for accuracy, ε is what all sites' quotes say it takes, and the policy too, by one way of counting losses,
 * which is signed beside it; else there need be no quote.
 * @throws SfumatoError `request-invalid` where they differ.
 */
export function requestToSign(request: DraftRequest, settling?: Settling): Request {
  const { accuracy: _, ...draft } = request.query;
  if (draft.epsilon !== undefined) {
    return { ...request, query: Query.parse(draft) };
  }
  const { epsilon, accountant } = ofAccuracy(request, settling ?? { quote: { sites: [] }, policyFor: () => undefined });
  return { ...request, ...(accountant && { accountant }), query: Query.parse({ ...draft, epsilon }) };
}

type OfAccuracy = Pick<Query, 'epsilon'> & Pick<Request, 'accountant'>;

function ofAccuracy(request: DraftRequest, { quote: { sites }, policyFor }: Settling): OfAccuracy {
  const quotes = sites.flatMap(({ quote }): Quote[] => (quote?.state === 'quoted' ? [quote] : []));
  if (quotes.length === 0) {
    const why = sites.map(({ site, reason }) => `${site}: ${reason ?? 'no quote'}`).join('; ');
    throw new SfumatoError('request-invalid', `No site could turn the accuracy into ε (${why}).`);
  }
  const [epsilon = '', ...others] = new Set(quotes.map((one) => one.epsilon));
  if (others.length > 0) {
    // One site, or whoever carries the quotes, would else decide what is signed and charged at all of them.
    const said = quotes.map(({ site, epsilon: own }) => `${site}: ε ${own}`).join('; ');
    throw new SfumatoError(
      'request-invalid',
      `The sites differ in how much ε this accuracy takes (${said}), so nothing was signed. Policies and ways of counting losses may differ; where you know why, give epsilon itself in place of accuracy.`,
    );
  }
  return { epsilon, accountant: requireOwnEpsilon(request, quotes, policyFor) };
}

function sitesOf({ sites }: Asking, facts: FederationFacts): string[] {
  const named = [...new Set(sites ?? facts.sites.map(({ site }) => site))].sort();
  refuseUnknown(named, facts);
  return named;
}

function factsOf(sites: readonly string[], facts: FederationFacts): readonly SiteFacts[] {
  return facts.sites.flatMap(({ site, facts: own }) => (own !== null && sites.includes(site) ? [own] : []));
}

/** The fewest answers to be combined: as many as were wanted, or as sites and coordinator demand. @throws SfumatoError when fewer sites are asked. */
function minSitesOf(asking: Asking, facts: FederationFacts, sites: readonly string[]): number {
  const { minSites } = asking;
  const known = factsOf(sites, facts);
  const demanded = Math.max(facts.minSites, ...known.map((own) => own.minSites));
  const least = Math.max(minSites ?? 0, demanded);
  if (sites.length < least) {
    const why =
      minSites !== undefined && minSites > demanded
        ? `--min-sites ${minSites} can’t be met by the ${sites.length} that ${sites.length === 1 ? 'is' : 'are'} asked; lower it, or ask more sites.`
        : `An answer here takes at least ${least} sites${demandingText(known, facts)}, and ${sites.length} ${sites.length === 1 ? 'is' : 'are'} asked; name more of them${leavingText(asking, known, facts)}.`;
    throw new SfumatoError('wrong-use', why);
  }
  return minSites ?? demanded;
}

/** Which sites demand most, and more than the coordinator does. */
function demanding(known: readonly SiteFacts[], { minSites }: FederationFacts): readonly string[] {
  const most = Math.max(...known.map((own) => own.minSites));
  return known.flatMap(({ site, minSites: own }) => (own === most && own > minSites ? [site] : []));
}

function demandingText(known: readonly SiteFacts[], facts: FederationFacts): string {
  const names = demanding(known, facts);
  return names.length === 0 ? '' : ` where ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} among them`;
}

/** That those can be left out, where the others are enough without them. */
function leavingText({ minSites = 0 }: Asking, known: readonly SiteFacts[], facts: FederationFacts): string {
  const names = demanding(known, facts);
  const left = known.filter(({ site }) => !names.includes(site));
  const least = Math.max(minSites, facts.minSites, ...left.map((own) => own.minSites));
  return names.length === 0 || left.length < least ? '' : `, or leave out ${names.join(', ')} by --sites`;
}

function refuseUnknown(sites: readonly string[], facts: FederationFacts): void {
  const known = facts.sites.map(({ site }) => site);
  const unknown = sites.find((site) => !known.includes(site));
  if (unknown !== undefined) {
    throw new SfumatoError('wrong-use', `The coordinator knows no site ${unknown}; it knows ${known.join(', ')}.`);
  }
}

function commonPolicy(known: readonly SiteFacts[]): string {
  const names = [...new Set(known.map(({ policy }) => policy))];
  const [name] = names;
  if (name === undefined) {
    throw new SfumatoError('unreachable-peer', 'None of the sites can be reached through this coordinator.');
  }
  if (names.length > 1) {
    throw new SfumatoError(
      'request-invalid',
      `The sites work under different policies (${names.join(', ')}); name --sites that agree.`,
    );
  }
  return name;
}

function allBlocks(known: readonly SiteFacts[]): number[] {
  const years = [...new Set(known.flatMap(({ blocks }) => blocks))].sort((left, right) => left - right);
  if (years.length > LIMITS.blocksMax) {
    const [most] = [...known].sort((one, other) => other.blocks.length - one.blocks.length);
    throw new SfumatoError(
      'peer-invalid',
      `The sites state ${years.length} intake years together, ${most?.site} alone ${most?.blocks.length}, which is more than a question may name; name its years under blocks, or --sites without one that is wrong.`,
    );
  }
  return years;
}
