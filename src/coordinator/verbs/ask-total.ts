import { randomId } from '../../base/index.ts';
import type { MaskReply } from '../../contract/index.ts';
import { parseEpsilon } from '../../privacy/laws.ts';
import type { Combination } from '../combine.ts';
import type { CoordinatorContext } from '../context.ts';
import type { SiteReply } from '../fan-out.ts';
import { type AskedTotal, type Attempted, attempt } from '../total/round.ts';
import type { KnownRound } from '../total/rounds.ts';

/** What the sites of a total said in the end, and what it comes to. */
export interface Total {
  readonly replies: readonly SiteReply<MaskReply>[];
  readonly combination: Combination;
  readonly charged: Charged;
}

/** What each site whose vector came has charged by this, in units of ε, over all attempts; nothing for a vector that it had sent before. */
export type Charged = ReadonlyMap<string, bigint>;

/**
 * Drives the attempts at a total, as many as the analyst signed. Fewer vectors than sites give nothing at all. A request that comes
 * again goes on where it stood: the same round if its keys are on record, and the sites then send the same bytes. One that comes while
 * it is under way waits for that. `onAttempted` puts each attempt's outcome on record, the last one's too.
 */
export function askTotal(ctx: CoordinatorContext, asked: AskedTotal, onAttempted: OnAttempted): Promise<Total> {
  return ctx.totalTurns(asked.textHash, () => driven(ctx, asked, onAttempted));
}

/** `again`: another attempt follows; `round`: the one whose vectors were asked for. */
type OnAttempted = (
  replies: Total['replies'],
  attempted: { again: boolean; round?: string | undefined },
) => Promise<void>;

async function driven(ctx: CoordinatorContext, asked: AskedTotal, onAttempted: OnAttempted): Promise<Total> {
  const charged = new Map<string, bigint>();
  for (;;) {
    const round = nextRound(ctx, asked);
    if (round === undefined) {
      const none = nobody(asked, `All attempts at this total are used up: ${asked.request.maxAttempts} were signed.`);
      await onAttempted(none.replies, { again: false });
      return none;
    }
    const { replies, combination, again, end, round: hash }: Attempted = await attempt(ctx, asked, round);
    charge(charged, replies);
    const another = again && round.start.attempt < asked.request.maxAttempts;
    // Before the round's end: of one that has ended nobody is asked again, so that what it has cost would be on record nowhere.
    await onAttempted(replies, { again: another, round: hash });
    if (end !== undefined) {
      const body = { textHash: asked.textHash, attempt: round.start.attempt, state: end };
      await ctx.journal.append({ kind: 'round-end', actor: 'coordinator', body }).durable;
    }
    if (!another) {
      return { replies, combination, charged };
    }
  }
}

function charge(charged: Map<string, bigint>, replies: readonly SiteReply<MaskReply>[]): void {
  for (const { site, reply } of replies) {
    if (reply?.answer.state === 'masked') {
      const by = reply.replayed ? 0n : (parseEpsilon(reply.answer.epsilon) ?? 0n);
      charged.set(site, (charged.get(site) ?? 0n) + by);
    }
  }
}

/** The round to go on with; `undefined` when no attempt is left. */
function nextRound(ctx: CoordinatorContext, { textHash, request }: AskedTotal): KnownRound | undefined {
  const known = ctx.rounds.of(textHash);
  if (known?.keys !== undefined && known.end !== 'aborted') {
    return known;
  }
  // Without keys on record nobody was charged, so the attempt is still to be had.
  const number = known === undefined ? 1 : known.start.attempt + (known.keys === undefined ? 0 : 1);
  return number > request.maxAttempts ? undefined : { start: { attempt: number, nonce: randomId(ctx.entropy) } };
}

function nobody({ request }: AskedTotal, notCombined: string): Total {
  const replies = request.sites.map((site) => ({ site, state: 'not-asked' as const, reason: notCombined }));
  return { replies, combination: { notCombined }, charged: new Map() };
}
