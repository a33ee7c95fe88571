import { LIMITS } from '../../../base/index.ts';
import type { CountInput } from '../../../budget/index.ts';
import {
  type DraftRequest,
  malformed,
  type Objection,
  type Purpose,
  type Received,
  type Request,
  readRequest,
} from '../../../contract/index.ts';
import type { Authority } from '../../../governance/index.ts';
import type { DeclaredFacts } from '../../../query/index.ts';
import type { NodeContext } from '../../context.ts';
import { minSitesOf, openBlocks } from '../../site.ts';

/** Form, key and signature of what was received; what fails here is told and not recorded, so that a flood can't fill the disk. */
export function signedRequest<P extends Purpose>(
  { governance }: Pick<NodeContext, 'governance'>,
  purpose: P,
  signed: string,
): (Received<P> & { readonly person: string }) | CountInput {
  const received = readRequest(purpose, signed);
  if (received === undefined) {
    return malformed(signed);
  }
  const person = governance.personOf(received.request.key);
  if (person === undefined) {
    return { code: 'unknown-key' };
  }
  return received.signed() ? { ...received, person } : { code: 'bad-signature' };
}

type Admitting = Pick<NodeContext, 'config' | 'policy' | 'governance' | 'journal' | 'budget'>;

/** Checks that need no plan, in one order, from policy facts and the signed bytes alone. */
export function authoriseRequest(ctx: Admitting, request: Request | DraftRequest): Authority | Objection {
  const { config, governance } = ctx;
  const now = ctx.journal.nowMs();
  if (!request.sites.includes(config.site)) {
    return { code: 'wrong-site' };
  }
  if (request.expires <= now || request.expires > now + LIMITS.requestValidityMsMax) {
    return { code: 'expired' };
  }
  const authority = governance.authorise({ key: request.key, project: request.project }, now);
  return 'code' in authority ? authority : (termsObjection(ctx, request) ?? authority);
}

function termsObjection({ config, policy, budget }: Admitting, request: Request | DraftRequest): Objection | undefined {
  const minSites = minSitesOf({ config, policy });
  if (Math.min(request.sites.length, request.minSites) < minSites) {
    return { code: 'too-few-sites', detail: `This site answers only questions to at least ${minSites} sites.` };
  }
  if (request.policy !== policy.name) {
    return { code: 'policy-version', detail: `This site works under ${policy.name}.` };
  }
  if ((request.accountant ?? budget.accountant().facts.kind) !== budget.accountant().facts.kind) {
    return { code: 'other-accountant' };
  }
  return undefined;
}

/** What the plan of a question may depend on beside request and policy. */
export function declaredFacts(
  ctx: Pick<NodeContext, 'config' | 'catalog' | 'budget'>,
  { project }: Authority,
  snapshot: string,
): DeclaredFacts {
  return {
    site: ctx.config.site,
    project: project.id,
    purpose: project.purpose,
    purposeClass: project.purposeClass,
    fields: project.fields,
    sizeClass: ctx.config.sizeClass,
    blocks: openBlocks(ctx),
    snapshot,
    accountant: ctx.budget.accountant(),
  };
}
