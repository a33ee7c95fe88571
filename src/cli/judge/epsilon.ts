import { SfumatoError } from '../../base/index.ts';
import type { DraftRequest, Quote, Request } from '../../contract/index.ts';
import type { Policy } from '../../policy/index.ts';
import { type Accountant, accountantOf, PURE } from '../../privacy/index.ts';
import { dryRun, isObjection } from '../../query/index.ts';
import { factsOfAnySite } from './any-site.ts';

/** Finds the document of a policy by its name. */
export type PolicyFor = (name: string) => Policy | undefined;

/**
 * Holds the ε that all quotes name against what the draft's accuracy takes by the policy alone: who carries the quotes could else decide what is
 * signed, and charged at every site. The policy's name can't be made up, because sites answer no request that names another.
 * Gives the way of counting losses that it is by, to be signed with it, since quotes can be altered there too; `undefined` where either way takes it.
 * @throws SfumatoError `request-invalid` where it is another, or can't be worked out here.
 */
export function requireOwnEpsilon(
  request: DraftRequest,
  quotes: readonly Quote[],
  policyFor: PolicyFor,
): Request['accountant'] {
  const policy = policyFor(request.policy);
  if (policy === undefined) {
    throw notSigned(
      `How much ε this accuracy takes can’t be checked without the document of ${request.policy}, so nothing was signed. Name it with --policy, or give epsilon itself in place of accuracy.`,
    );
  }
  for (const { site, epsilon, pieces } of quotes) {
    const own = epsilonBy(policy, request, accountantFor(pieces));
    if (own !== epsilon) {
      const said = `By ${policy.name} this accuracy takes ε ${own}, and the quote of ${site} says ε ${epsilon}, so nothing was signed.`;
      throw notSigned(`${said} Where you know why, give epsilon itself in place of accuracy.`);
    }
  }
  const kinds = new Set(quotes.map(({ pieces }) => accountantFor(pieces).facts.kind));
  const [kind] = kinds;
  return kinds.size === 1 ? kind : undefined;
}

/** The way of counting losses that a quote's noise is of; which δ a site states plays no part in it. */
function accountantFor(pieces: Quote['pieces']): Accountant {
  const isPure = pieces.every(({ mechanism }) => mechanism.name === 'discrete-laplace');
  return isPure ? PURE : accountantOf({ kind: 'zcdp', delta: '0.000001' });
}

function epsilonBy(policy: Policy, { query, policy: name }: DraftRequest, accountant: Accountant): string {
  const facts = factsOfAnySite(policy, { sizeClass: 'small', blocks: query.blocks ?? [], accountant });
  const price = dryRun({ policy, query, facts });
  if (isObjection(price)) {
    throw notSigned(`${name} has no ε for this accuracy, so nothing was signed: ${price.detail ?? price.code}`);
  }
  return price.epsilon;
}

function notSigned(sentence: string): SfumatoError {
  return new SfumatoError('request-invalid', sentence);
}
