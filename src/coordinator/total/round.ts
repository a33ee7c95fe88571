import type { Json } from '../../base/index.ts';
import {
  type Advertisement,
  type AdvertiseReply,
  type MaskedWire,
  type MaskReply,
  measuresOf,
  type Request,
  type RoundStart,
} from '../../contract/index.ts';
import type { Combination } from '../combine.ts';
import type { CoordinatorContext } from '../context.ts';
import { fanOut, type SiteReply } from '../fan-out.ts';
import { fittingPart } from '../fit.ts';
import { ANOTHER_SHAPE } from '../misfits.ts';
import type { KnownRound } from './rounds.ts';
import { type Misfit, misfit, sumTotal } from './sum-total.ts';

/** A signed request for a total. */
export interface AskedTotal {
  readonly signed: string;
  readonly textHash: string;
  readonly request: Request;
}

/** What an attempt came to. */
export interface Attempted {
  readonly replies: readonly SiteReply<MaskReply>[];
  readonly combination: Combination;
  /** The round that the replies are of; left out where it was not begun. */
  readonly round?: string;
  /** Whether another attempt may do better. */
  readonly again: boolean;
  /** How the round ended; left out where the same request goes on with it, or where it was not begun. */
  readonly end?: 'summed' | 'aborted';
}

/** Of a total nothing is stored: another request for it is charged anew. */
const SAME_REQUEST = 'Send the same request again once it runs: nothing is charged twice for it.';

/**
 * One attempt at a total, from where it stands: keys of all sites, then vectors of all sites, then the sum. Round and keys are on record
 * before anybody is asked for a vector, so that a coordinator that is killed goes on with the same round.
 */
export async function attempt(ctx: CoordinatorContext, asked: AskedTotal, known: KnownRound): Promise<Attempted> {
  const { start } = known;
  const gathered = known.keys ?? (await gatherKeys(ctx, asked, start));
  if ('replies' in gathered) {
    return gathered;
  }
  const { round, advertisements } = gathered;
  const replies = await fanOut<MaskReply>(ctx, {
    sites: asked.request.sites,
    send: async (link, signal) => {
      const input = { signed: asked.signed, start, advertisements: [...advertisements] };
      return fittingPart(await link.mask(input, signal), asked.request);
    },
    onceItRuns: SAME_REQUEST,
    refusalOf: ({ answer }) => (answer.state === 'refused' ? answer.code : undefined),
  });
  return { ...ended(ctx, { asked, start, round }, replies), round };
}

type Keys = NonNullable<KnownRound['keys']>;

/** All sites' keys, on record; or why the round was not begun, which has cost nothing. */
async function gatherKeys(ctx: CoordinatorContext, asked: AskedTotal, start: RoundStart): Promise<Keys | Attempted> {
  const replies = await fanOut<AdvertiseReply>(ctx, {
    sites: asked.request.sites,
    send: (link, signal) => link.advertise({ signed: asked.signed, start }, signal),
    onceItRuns: SAME_REQUEST,
    refusalOf: (reply) => (reply.state === 'refused' ? reply.code : undefined),
  });
  const given = replies.flatMap(({ reply }) => (reply?.state === 'advertised' ? [reply] : []));
  const missing = replies.filter(({ state }) => state !== 'answered').map(({ site }) => site);
  const [first] = given;
  if (first === undefined || missing.length > 0) {
    const notCombined = `The round was not begun, because ${missing.join(', ')} took no part; nothing was charged.`;
    return { replies: replies.map(withoutKey), combination: { notCombined }, again: false };
  }
  const others = given.filter(({ round }) => round !== first.round).map(({ site }) => site);
  if (others.length > 0) {
    const notCombined = `The round was not begun, because ${first.site} and ${others.join(', ')} differ in their policy or in the sites’ keys; nothing was charged.`;
    return { replies: replies.map(withoutKey), combination: { notCombined }, again: false };
  }
  const { round } = first;
  const advertisements: Advertisement[] = given.map(({ advertisement }) => advertisement);
  const { textHash } = asked;
  const append = (kind: string, body: Json) => ctx.journal.append({ kind, actor: 'coordinator', body }).durable;
  // Until all sites gave keys nothing is charged, and nobody need know of the round: a stranger's would only fill the journal.
  await Promise.all([
    append('round', { textHash, start, sites: asked.request.sites }),
    append('round-keys', { textHash, attempt: start.attempt, round, advertisements }),
  ]);
  return { round, advertisements };
}

function withoutKey({ site, state, reason, reply }: SiteReply<AdvertiseReply>): SiteReply<MaskReply> {
  // A site that gave a key has not answered: nobody has asked it for numbers.
  return state === 'answered'
    ? { site, state: 'not-asked', reason: 'The site was ready; others were not.' }
    : { site, state, reason: reply?.state === 'refused' ? (reply.detail ?? reply.sentence) : (reason ?? '') };
}

interface Ending {
  readonly asked: AskedTotal;
  readonly start: RoundStart;
  readonly round: string;
}

function ended(
  ctx: CoordinatorContext,
  { asked, start, round }: Ending,
  replies: readonly SiteReply<MaskReply>[],
): Attempted {
  const refused = replies.filter(
    ({ state, reason }) => (state === 'refused' && reason !== 'busy') || state === 'out-of-budget',
  );
  if (refused.length > 0) {
    const names = refused.map(({ site, reason }) => `${site} (${reason})`).join(', ');
    const notCombined = `Attempt ${start.attempt} at the total has ended without one, because of ${names}. Sites that sent a vector were charged; nothing can be read from it.`;
    const again = refused.every(({ reason }) => RETRIED.has(reason ?? ''));
    return { replies, combination: { notCombined }, again, end: 'aborted' };
  }
  const late = replies.filter(({ state }) => state !== 'answered').map(({ site }) => site);
  if (late.length > 0) {
    const notCombined = `The total is not complete, because ${late.join(', ')} sent no vector in time. Send the same request again: it goes on with the same round, and nothing is charged twice.${whereRestarted(asked, start)}`;
    return { replies, combination: { notCombined }, again: false };
  }
  const vectors = replies.flatMap(({ reply }): MaskedWire[] =>
    reply?.answer.state === 'masked' ? [reply.answer] : [],
  );
  const odd = misfit(vectors, round, ctx.shapeOf?.(asked.request));
  if (odd !== undefined) {
    const notCombined = `Attempt ${start.attempt} at the total has ended without one: ${oddSentence(odd)}`;
    const judged = replies.map((reply) => unlessOdd(reply, odd));
    return { replies: judged, combination: { notCombined }, again: true, end: 'aborted' };
  }
  return { replies, combination: sumTotal(vectors, measuresOf(asked.request.query)), again: false, end: 'summed' };
}

/** A round's key is in a site's memory alone. */
function whereRestarted({ request }: AskedTotal, { attempt: number }: RoundStart): string {
  return number < request.maxAttempts
    ? ' Where a site was started anew meanwhile, the next of the attempts that were signed begins instead, and is charged.'
    : '';
}

function oddSentence({ sites }: Misfit): string {
  return sites.length === 0
    ? 'the sites’ vectors are not of one round, and which of them are wrong can’t be told.'
    : `the vector of ${sites.join(', ')} is not of this round.`;
}

function unlessOdd(reply: SiteReply<MaskReply>, { sites }: Misfit): SiteReply<MaskReply> {
  return sites.includes(reply.site) ? { ...reply, state: 'misfit', reason: ANOTHER_SHAPE } : reply;
}

/** Refusals that say something of the attempt alone, and not of the request. */
const RETRIED: ReadonlySet<string> = new Set(['round-unfit', 'unavailable']);
