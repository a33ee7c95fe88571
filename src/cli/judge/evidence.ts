import { logOrigin, type NoteKey, SfumatoError } from '../../base/index.ts';
import { verifyReceipt } from '../../client/index.ts';
import type { FederatedReply, Receipted, Request } from '../../contract/index.ts';
import { ownSum } from './sum.ts';
import { vectorsOf } from './total.ts';
import { inWords, releasedIn } from './words.ts';

type Outcomes = FederatedReply['sites'];

/**
 * The reply without any answer that doesn't stand in its site's log, by the log keys that the asker has had from the sites: nothing else
 * shows that a coordinator did not make it up. What the others come to is worked out without it, and its site is named with the reason;
 * a total is of all its vectors or none. @throws SfumatoError `evidence-broken` where nothing is left.
 */
export function proven(reply: FederatedReply, request: Request, keys: readonly NoteKey[]): FederatedReply {
  const why = unproven(reply, request, keys);
  if (why.size === 0) {
    return reply;
  }
  const sites = reply.sites.map((one) => {
    const reason = why.get(one.site);
    return reason === undefined ? one : { site: one.site, state: 'unavailable' as const, reason };
  });
  // Of a total no site has an answer of its own, so that it ends here.
  if (releasedIn(sites).length === 0) {
    const all = [...why].map(([site, reason]) => `${site}: ${reason}`).join(' ');
    const sentence = `${all} So nothing of the reply is shown; what sites released is stored there, and free to ask for again by the same signed request.`;
    throw new SfumatoError('evidence-broken', sentence);
  }
  return without(reply, request, sites);
}

/** The reply with these outcomes in place of its own. What was left out may have been charged for, and so still counts as lost. */
function without(reply: FederatedReply, request: Request, sites: Outcomes): FederatedReply {
  const { combined: _, notCombined: __, ...rest } = inWords({ ...reply, sites }, request, releasedIn(sites));
  return { ...rest, loss: reply.loss, combined: null, ...ownSum({ sites }, request) };
}

/** The sites of whose answers nothing shows that they are their own, each with the reason. */
function unproven(reply: FederatedReply, request: Request, keys: readonly NoteKey[]): ReadonlyMap<string, string> {
  const shown = new Map(shownIn(reply, request).map((one) => [one.answer.site, one]));
  const reasons = new Map<string, string>();
  for (const site of givenBy(reply, request)) {
    const one = shown.get(site);
    const why = one === undefined ? 'it came without a receipt.' : unprovenBecause(one, keys);
    if (why !== undefined) {
      reasons.set(site, `Nothing shows that what is given as its answer is its own: ${why}`);
    }
  }
  return reasons;
}

function unprovenBecause(one: Receipted, keys: readonly NoteKey[]): string | undefined {
  const { evidence, steps } = verifyReceipt(one, keys);
  switch (evidence) {
    case 'holds':
      return undefined;
    case 'unchecked':
      return `the log keys that --log-key gives lack that of ${logOrigin(one.receipt.site)}.`;
    case 'broken':
      return `this does not hold: ${steps.at(-1)?.sentence}`;
  }
}

/** The sites that numbers are given of, whether or not they are added up. */
function givenBy({ sites, combined }: FederatedReply, request: Request): readonly string[] {
  if (request.release === 'total') {
    return combined === null ? [] : request.sites;
  }
  return sites.flatMap(({ site, state, reply }) =>
    state === 'answered' || reply?.answer.state === 'released' ? [site] : [],
  );
}

function shownIn(reply: FederatedReply, request: Request): readonly Receipted[] {
  return request.release === 'total'
    ? vectorsOf(reply, request)
    : reply.sites.flatMap(({ reply: own }) => (own?.receipt ? [{ answer: own.answer, receipt: own.receipt }] : []));
}
