import { canonicalJson } from '../../base/index.ts';
import type { FederatedReply, LeftWire, Reply, Request } from '../../contract/index.ts';
import type { Policy } from '../../policy/index.ts';
import { PURE } from '../../privacy/index.ts';
import { isObjection, type Outline, planned } from '../../query/index.ts';
import { factsOfAnySite } from './any-site.ts';
import type { PolicyFor } from './epsilon.ts';

type Query = Request['query'];

/** What a site says, and whether that is a finer table which is to be added up. */
type Said = Pick<Reply, 'collapse'> & { readonly answer: LeftWire };

/**
 * The first site whose answer, or whose vector of a total, is to another question than the one that was signed; `undefined` where there is
 * none, or no document to read the question by. A site writes into what it releases which question it is to (`queryHash`), so that a
 * coordinator can't put another of its answers in the place of this one.
 */
export function misplaced(
  { sites, receipts = [] }: FederatedReply,
  { query, policy: name }: Request,
  policyFor: PolicyFor,
): string | undefined {
  const policy = policyFor(name);
  if (policy === undefined) {
    return undefined;
  }
  // What is no part of the answer may be what it likes.
  const counted = sites.flatMap(({ state, reply }): Said[] => (state === 'misfit' || !reply ? [] : [reply]));
  const isOwn = ownBy(policy, query);
  return [...counted, ...receipts].find((said) => !isOwn(said))?.answer.site;
}

/** Whether what a site says is to this question. */
function ownBy(policy: Policy, query: Query): (said: Said) => boolean {
  const own = readBy(policy, query);
  return ({ answer, collapse }) => {
    if (answer.state === 'refused' || collapse === undefined) {
      return answer.state === 'refused' || answer.queryHash === own?.queryHash;
    }
    const isServed = own?.finer.some(({ over }) => canonicalJson([...over]) === canonicalJson(collapse.over)) === true;
    const finer = isServed ? readBy(policy, { ...query, by: [...(query.by ?? []), ...collapse.over] }) : undefined;
    return finer !== undefined && answer.queryHash === finer.queryHash && collapse.queryHash === own?.queryHash;
  };
}

/** A question as every site under the policy reads it; `undefined` for one that none answers. */
function readBy(policy: Policy, query: Query): Pick<Outline, 'queryHash' | 'finer'> | undefined {
  const facts = factsOfAnySite(policy, { sizeClass: 'small', blocks: query.blocks, accountant: PURE });
  const read = planned({ policy, query, facts }, ({ queryHash, finer }) => ({ queryHash, finer }));
  return isObjection(read) ? undefined : read;
}
