import { canonicalJson, SfumatoError } from '../../base/index.ts';
import { type FederatedReply, measuresOf, type Request } from '../../contract/index.ts';
import { combineReplies, fitting } from '../../coordinator/index.ts';
import type { PolicyFor } from './own-epsilon.ts';
import { misplaced } from './own-question.ts';

/**
 * Holds a coordinator's reply against the request that was signed: it is to this request, of these sites, each with an answer of its own to
 * what was signed, and to this question where the policy's document is here. What the answers come to is worked out here, as a
 * coordinator is not to be trusted with that; of a total no site's part is seen, so its numbers stay the coordinator's.
 * @throws SfumatoError `peer-invalid`.
 */
export function ownReply(reply: FederatedReply, request: Request, policyFor: PolicyFor): FederatedReply {
  assertOf(reply, request);
  const elsewhere = misplaced(reply, request, policyFor);
  if (elsewhere !== undefined) {
    throw invalid(`gives an answer of ${elsewhere} to another question`);
  }
  if (request.release === 'total' || reply.combined === null) {
    return reply;
  }
  const inOrder = request.sites.flatMap((site) => reply.sites.filter((one) => one.site === site));
  const again = combineReplies(inOrder, { minSites: request.minSites, asked: measuresOf(request.query) });
  if (!('combined' in again) || sumsOf(again.combined) !== sumsOf(reply.combined)) {
    throw invalid('holds numbers that are not what the sites’ answers come to');
  }
  return { ...reply, combined: again.combined };
}

function assertOf({ requestId, sites }: FederatedReply, request: Request): void {
  if (requestId !== request.id) {
    throw invalid('is to another request');
  }
  if (canonicalJson(sites.map(({ site }) => site).sort()) !== canonicalJson([...request.sites].sort())) {
    throw invalid('is not of the sites that were asked');
  }
  for (const { site, reply } of sites) {
    if (reply !== undefined && reply.answer.site !== site) {
      throw invalid(`gives the answer of another site as that of ${site}`);
    }
    if (reply !== undefined) {
      fitting(reply, request);
    }
  }
}

/** The whole numbers of an answer, and of which sites. What is worked out of them may differ in the last digit between two machines. */
function sumsOf({ sites, keys, pieces }: NonNullable<FederatedReply['combined']>): string {
  return canonicalJson({ sites, keys, pieces });
}

function invalid(why: string): SfumatoError {
  const sentence = `The coordinator’s reply ${why}, so nothing of it is shown; what sites released is stored there, and free to ask for again by the same signed request.`;
  return new SfumatoError('peer-invalid', sentence);
}
