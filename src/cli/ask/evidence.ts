import { type NoteKey, SfumatoError } from '../../base/index.ts';
import { verifyReceipt } from '../../client/index.ts';
import type { FederatedReply, Receipted, Request } from '../../contract/index.ts';
import { vectorsOf } from './own-total.ts';

/**
 * Requires that every answer that counts stands in its site's log, by the log keys that the asker has had from the sites: nothing else shows
 * that a coordinator did not make it up. @throws SfumatoError `evidence-broken`.
 */
export function requireEvidence(reply: FederatedReply, request: Request, keys: readonly NoteKey[]): void {
  const shown = new Map(shownIn(reply, request).map((one) => [one.answer.site, one]));
  for (const site of countedIn(reply, request)) {
    const one = shown.get(site);
    const verdict = one && verifyReceipt(one, keys);
    if (verdict?.evidence !== 'holds') {
      const broken = verdict?.steps.at(-1);
      const why = broken === undefined ? 'it came without a receipt.' : `this does not hold: ${broken.sentence}`;
      throw new SfumatoError(
        'evidence-broken',
        `Nothing shows that what is given as the answer of ${site} is its own: ${why} So nothing of it is shown; the site’s own answer is stored there, and free to ask for again by the same signed request.`,
      );
    }
  }
}

function countedIn({ sites, combined }: FederatedReply, request: Request): readonly string[] {
  if (request.release === 'total') {
    return combined === null ? [] : request.sites;
  }
  return sites.flatMap(({ site, state }) => (state === 'answered' ? [site] : []));
}

function shownIn(reply: FederatedReply, request: Request): readonly Receipted[] {
  return request.release === 'total'
    ? vectorsOf(reply, request)
    : reply.sites.flatMap(({ reply: own }) => (own?.receipt ? [{ answer: own.answer, receipt: own.receipt }] : []));
}
