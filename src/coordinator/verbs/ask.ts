import { TRPCError } from '@trpc/server';
import {
  blocksLeftOut,
  type FederatedReply,
  type MaskReply,
  measuresOf,
  type Receipted,
  type Reply,
  type Request,
  readRequest,
} from '../../contract/index.ts';
import { formatEpsilon } from '../../privacy/laws.ts';
import type { Combination } from '../combine.ts';
import { combineReplies } from '../combine-replies.ts';
import type { CoordinatorContext } from '../context.ts';
import { fanOut, type SiteReply } from '../fan-out.ts';
import { fitting } from '../fit.ts';
import { costsOf, lossAcross, patientSitesOf } from '../loss.ts';
import { misfits } from '../misfits.ts';
import { type Noted, note } from '../note.ts';
import type { AskedTotal } from '../total/round.ts';
import { askTotal, type Charged } from './ask-total.ts';

/** Who asks what, and who is told of each site's outcome as it comes in. */
export interface AskInput {
  readonly ctx: CoordinatorContext;
  readonly input: { readonly signed: string };
  readonly onReply?: (reply: SiteReply<Reply>) => void;
}

/**
 * Forwards one signed question to the sites that it names, unchanged, and combines what comes back.
 * @throws TRPCError for what is no signed question, and once the coordinator ends.
 */
export function ask(asking: AskInput): Promise<FederatedReply> {
  return asking.ctx.underWay.during(() => answered(asking));
}

async function answered({ ctx, input, onReply = () => undefined }: AskInput): Promise<FederatedReply> {
  const received = readRequest('question', input.signed);
  if (received === undefined || !received.signed()) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'request-invalid' });
  }
  const { id: requestId, sites, minSites, query } = received.request;
  const noted = await note(ctx, received);
  ctx.fault('noted');
  const isTotal = received.request.release === 'total';
  const least = Math.max(minSites, ctx.config.minSites);
  if (sites.length < least) {
    const why = `${isTotal ? 'A total' : 'An answer'} here is of at least ${least} sites.`;
    return await nobody({ ctx, noted, onReply }, received.request, why);
  }
  if (isTotal) {
    const asked = { signed: input.signed, textHash: received.textHash, request: received.request };
    return await total({ ctx, noted, asked, onReply });
  }
  const replies = await fanOut<Reply>(ctx, {
    sites,
    send: async (link, signal) => fitting(await link.ask(input.signed, signal), received.request),
    refusalOf: ({ answer }) => (answer.state === 'refused' ? answer.code : undefined),
    misfitOf: misfits(ctx, received.request),
    onceItRuns: 'Ask again once it runs: what the site has answered by then is stored there and free.',
    onReply(reply) {
      ctx.fault('arrived');
      onReply(reply);
    },
  });
  ctx.fault('gathered');
  // Worked out while the record is written, and told only once that is durable.
  const concluded = conclude({ ctx, noted }, replies);
  const combination = combineReplies(replies, {
    minSites: least,
    asked: measuresOf(query),
  });
  await concluded;
  return { requestId, sites: [...replies], combined: null, ...combination, ...about(ctx, query, replies) };
}

interface Concluding extends Required<Pick<AskInput, 'ctx' | 'onReply'>> {
  readonly noted: Noted;
}

/** What can't come whatever the sites answer is asked of none of them, so that nothing is charged for it. */
async function nobody(
  { ctx, noted, onReply }: Concluding,
  { id: requestId, sites, query }: Request,
  notCombined: string,
): Promise<FederatedReply> {
  const replies = sites.map((site) => ({ site, state: 'not-asked' as const, reason: notCombined }));
  await conclude({ ctx, noted }, replies);
  replies.forEach(onReply);
  return { requestId, sites: replies, combined: null, notCombined, ...about(ctx, query, replies) };
}

interface Totalling extends Concluding {
  readonly asked: AskedTotal;
}

/** What comes of a request for a total: the sites' states, and no number of any of them that says something by itself. */
async function total({ ctx, noted, asked, onReply }: Totalling): Promise<FederatedReply> {
  const requestId = asked.request.id;
  let current = noted;
  const { replies, combination, charged } = await askTotal(ctx, asked, async (outcome, { again, round }) => {
    ctx.fault('gathered');
    await conclude({ ctx, noted: current }, outcome, round);
    // On record as if the same request had come again.
    current = again ? await note(ctx, asked) : current;
  });
  const sites = replies.map(({ site, state, reason }) => ({
    site,
    state,
    ...(reason === undefined ? {} : { reason }),
    ...chargedAt(site, charged),
  }));
  const receipts = receiptsIn(replies, combination);
  sites.forEach(onReply);
  return {
    requestId,
    sites,
    combined: null,
    ...combination,
    ...about(ctx, { blocks: asked.request.query.blocks, total: asked.textHash }, replies),
    ...(receipts.length === 0 ? {} : { receipts: [...receipts] }),
  };
}

function chargedAt(site: string, all: Charged): { readonly charged?: string } {
  const charged = all.get(site);
  return charged === undefined ? {} : { charged: formatEpsilon(charged) };
}

/** What the sites' receipts are of: each “no”, and the masked vectors of a round that is whole; of no other one leaves here. */
function receiptsIn(replies: readonly SiteReply<MaskReply>[], combination: Combination): readonly Receipted[] {
  return replies.flatMap(({ reply }) =>
    reply?.receipt && (reply.answer.state === 'refused' || 'combined' in combination)
      ? [{ answer: reply.answer, receipt: reply.receipt }]
      : [],
  );
}

/** What patients lose by what the sites said, of a `total` (its request’s hash) by all attempts at it, and which years that was asked for is in none of it. */
function about(
  { questions, config }: CoordinatorContext,
  { blocks, total }: { readonly blocks: Request['query']['blocks']; readonly total?: string },
  replies: readonly SiteReply<Reply | MaskReply>[],
): Pick<FederatedReply, 'loss' | 'blocksLeftOut'> {
  // What a misfit has released is lost to its patients all the same; of the answer it is no part.
  const released = replies.flatMap(({ state, reply }) =>
    reply === undefined || reply.answer.state === 'refused' ? [] : [{ state, answer: reply.answer }],
  );
  const question = total === undefined ? costsOf(released.map(({ answer }) => answer)) : questions.lossesOf(total);
  const so = questions.losses();
  const leftOut = blocksLeftOut(
    blocks,
    released.flatMap(({ state, answer }) => (state === 'answered' ? [answer] : [])),
  );
  return {
    loss: lossAcross(question, { so, sitesMax: patientSitesOf(config, so) }),
    ...(leftOut.length === 0 ? {} : { blocksLeftOut: leftOut }),
  };
}

/** Puts the outcome on record. */
async function conclude(
  { ctx, noted }: Pick<Concluding, 'ctx' | 'noted'>,
  ...outcome: Parameters<Noted['conclude']>
): Promise<void> {
  await noted.conclude(...outcome);
  ctx.fault('concluded');
}
