import { canonicalJson, SfumatoError } from '../../base/index.ts';
import type { FederatedReply, Request, SiteOutcome } from '../../contract/index.ts';
import { ANOTHER_SHAPE, type ExpectedShape, fitting, fittingPart, shapeOf } from '../../coordinator/index.ts';
import type { PolicyFor } from './epsilon.ts';
import { expectedShape } from './expected-shapes.ts';
import { misplaced } from './question.ts';
import { ownSum } from './sum.ts';
import { ownTotal, sumsOf } from './total.ts';
import { inWords, releasedIn } from './words.ts';

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
  const isOwn = (one: SiteOutcome): boolean =>
    misplaced({ ...reply, sites: [one], receipts: [] }, request, policyFor) === undefined;
  const sites = reply.sites.map((one) => shaped(one, expected, isOwn));
  const own = inWords({ ...reply, sites }, request, releasedIn(sites));
  if (reply.combined !== null) {
    // A coordinator without the document has added up what it took for answers: that must hold before anything else is made of them.
    assertSum(reply, request, reply.combined);
  }
  const isAsSaid = sites.every(({ state }, at) => state === reply.sites[at]?.state);
  return isAsSaid && reply.combined === null ? own : summedAgain(own, request);
}

function assertSum(reply: FederatedReply, request: Request, said: NonNullable<FederatedReply['combined']>): void {
  const again = ownSum(reply, request);
  if (!('combined' in again) || sumsOf(again.combined) !== sumsOf(said)) {
    throw invalid('holds numbers that are not what the sites’ answers come to');
  }
}

/** The reply with what its answers come to here, misfits left out. */
function summedAgain(own: FederatedReply, request: Request): FederatedReply {
  const { combined: _, notCombined: __, ...rest } = own;
  return { ...rest, combined: null, ...ownSum(own, request) };
}

function assertOf({ requestId, sites, receipts = [] }: FederatedReply, request: Request): void {
  if (requestId !== request.id) {
    throw invalid('is to another request');
  }
  if (canonicalJson(sites.map(({ site }) => site).sort()) !== canonicalJson([...request.sites].sort())) {
    throw invalid('is not of the sites that were asked');
  }
  const beside = receipts.find(({ answer }) => answer.state === 'released');
  if (beside !== undefined) {
    throw invalid(`gives an answer of ${beside.answer.site} beside what the site is said to have answered`);
  }
  for (const { answer } of receipts) {
    fittingPart({ answer }, request);
  }
  for (const one of sites) {
    assertOutcome(one, request);
  }
}

function assertOutcome({ site, state, reply }: SiteOutcome, request: Request): void {
  if (reply !== undefined && reply.answer.site !== site) {
    throw invalid(`gives the answer of another site as that of ${site}`);
  }
  const isReleased = reply?.answer.state === 'released';
  const isOwn = request.release !== 'total';
  if (isOwn && state === 'answered' && !isReleased) {
    throw invalid(`says that ${site} has answered, and gives no answer of it`);
  }
  // An honest coordinator has numbers of no other site, nor of one alone of a total.
  if (isReleased && !(isOwn && (state === 'answered' || state === 'misfit'))) {
    throw invalid(`gives an answer of ${site}, and says that there is none`);
  }
  if (reply !== undefined) {
    fitting(reply, request);
  }
}

/**
 * An answer in another shape than the question's is none, whether or not the coordinator has the document to tell; one in its shape that
 * `isOwn`, to this very question, is one, though the coordinator calls it a misfit.
 */
function shaped(
  one: SiteOutcome,
  expected: ExpectedShape | undefined,
  isOwn: (one: SiteOutcome) => boolean,
): SiteOutcome {
  if (expected === undefined || one.reply === undefined) {
    return one;
  }
  const isOther = shapeOf(one.reply) !== expected.shape;
  if (one.state === 'answered' && isOther) {
    return { ...one, state: 'misfit', reason: ANOTHER_SHAPE };
  }
  const { reason: _, ...rest } = one;
  const answered: SiteOutcome = { ...rest, state: 'answered' };
  return one.state === 'misfit' && !isOther && isOwn(answered) ? answered : one;
}

function invalid(why: string): SfumatoError {
  const sentence = `The coordinator’s reply ${why}, so nothing of it is shown; what sites released is stored there, and free to ask for again by the same signed request.`;
  return new SfumatoError('peer-invalid', sentence);
}
