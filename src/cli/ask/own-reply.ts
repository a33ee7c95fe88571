import { canonicalJson, SfumatoError } from '../../base/index.ts';
import {
  blocksLeftOut,
  type FederatedReply,
  measuresOf,
  type Request,
  type SiteOutcome,
} from '../../contract/index.ts';
import { ANOTHER_SHAPE, combineReplies, type ExpectedShape, fitting, shapeOf } from '../../coordinator/index.ts';
import { expectedShape } from '../expected-shapes.ts';
import type { PolicyFor } from './own-epsilon.ts';
import { ownLoss } from './own-loss.ts';
import { misplaced } from './own-question.ts';
import { ownTotal, sumsOf } from './own-total.ts';

/**
 * Holds a coordinator's reply against the request that was signed: it is to this request, of these sites, each with an answer of its own to
 * what was signed, and to this question where the policy's document is here. What the answers come to is worked out here, as a
 * coordinator is not to be trusted with that: also a total, of the sites' masked vectors, and what the answers cost.
 * @throws SfumatoError `peer-invalid`.
 */
export function ownReply(reply: FederatedReply, request: Request, policyFor: PolicyFor): FederatedReply {
  assertOf(reply, request);
  const elsewhere = misplaced(reply, request, policyFor);
  if (elsewhere !== undefined) {
    throw invalid(`gives an answer of ${elsewhere} to another question`);
  }
  const policy = policyFor(request.policy);
  const expected = policy && expectedShape(policy, request);
  if (request.release === 'total') {
    return ownTotal(reply, { request, expected, invalid });
  }
  const own = inWords({ ...reply, sites: reply.sites.map((one) => shaped(one, expected)) }, request);
  return reply.combined === null ? own : combinedAgain(own, request, reply.combined);
}

function combinedAgain(
  own: FederatedReply,
  request: Request,
  said: NonNullable<FederatedReply['combined']>,
): FederatedReply {
  const inOrder = request.sites.flatMap((site) => own.sites.filter((one) => one.site === site));
  const again = combineReplies(inOrder, { minSites: request.minSites, asked: measuresOf(request.query) });
  if (!('combined' in again) || sumsOf(again.combined) !== sumsOf(said)) {
    throw invalid('holds numbers that are not what the sites’ answers come to');
  }
  return { ...own, combined: again.combined };
}

function assertOf({ requestId, sites }: FederatedReply, request: Request): void {
  if (requestId !== request.id) {
    throw invalid('is to another request');
  }
  if (canonicalJson(sites.map(({ site }) => site).sort()) !== canonicalJson([...request.sites].sort())) {
    throw invalid('is not of the sites that were asked');
  }
  for (const { site, state, reply } of sites) {
    if (reply !== undefined && reply.answer.site !== site) {
      throw invalid(`gives the answer of another site as that of ${site}`);
    }
    if (state === 'answered' && request.release !== 'total' && reply?.answer.state !== 'released') {
      throw invalid(`says that ${site} has answered, and gives no answer of it`);
    }
    if (reply !== undefined) {
      fitting(reply, request);
    }
  }
}

/** An answer in another shape than the question's is none, whether or not the coordinator has the document to tell. */
function shaped(one: SiteOutcome, expected: ExpectedShape | undefined): SiteOutcome {
  const isOther =
    one.state === 'answered' && one.reply !== undefined && expected && shapeOf(one.reply) !== expected.shape;
  return isOther ? { ...one, state: 'misfit', reason: ANOTHER_SHAPE } : one;
}

/** What is said of the answers beside their numbers follows from them. */
function inWords(reply: FederatedReply, { query }: Request): FederatedReply {
  const { blocksLeftOut: _, ...said } = reply;
  const released = reply.sites.flatMap(({ state, reply: own }) =>
    own?.answer.state === 'released' ? [{ state, answer: own.answer }] : [],
  );
  const years = blocksLeftOut(
    query.blocks,
    released.flatMap(({ state, answer }) => (state === 'answered' ? [answer] : [])),
  );
  const loss = ownLoss(
    reply.loss,
    released.map(({ answer }) => answer),
  );
  return { ...said, loss, ...(years.length === 0 ? {} : { blocksLeftOut: years }) };
}

function invalid(why: string): SfumatoError {
  const sentence = `The coordinator’s reply ${why}, so nothing of it is shown; what sites released is stored there, and free to ask for again by the same signed request.`;
  return new SfumatoError('peer-invalid', sentence);
}
