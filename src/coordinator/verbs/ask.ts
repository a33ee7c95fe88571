import { TRPCError } from '@trpc/server';
import {
  answerDigest,
  type FederatedReply,
  type MaskReply,
  measuresOf,
  type Reply,
  readRequest,
} from '../../contract/index.ts';
import { type Combination, type Combining, combine } from '../combine.ts';
import type { CoordinatorContext } from '../context.ts';
import { contributionOf } from '../contribution.ts';
import { fanOut, type SiteReply } from '../fan-out.ts';
import type { AskedTotal } from '../total/round.ts';
import { askTotal } from './ask-total.ts';

/** Forwards one signed question to the sites that it names, unchanged, and combines what comes back. */
export async function ask({ ctx, input }: AskInput): Promise<FederatedReply> {
  const received = readRequest('question', input.signed);
  if (received === undefined || !received.signed()) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'request-invalid' });
  }
  const { id: requestId, sites, minSites, query } = received.request;
  await record(ctx, 'question', { requestId, textHash: received.textHash, sites });
  if (received.request.release === 'total') {
    return await total(ctx, { signed: input.signed, textHash: received.textHash, request: received.request });
  }
  const replies = await fanOut<Reply>({
    sites,
    links: ctx.links,
    deadlineMs: ctx.config.deadlineMs,
    send: (link, signal) => link.ask(input.signed, signal),
    refusalOf: ({ answer }) => (answer.state === 'refused' ? answer.code : undefined),
  });
  await record(ctx, 'outcome', { requestId, sites: replies.map(outcome) });
  const combination = tryCombine(replies, {
    minSites: Math.max(minSites, ctx.config.minSites),
    asked: measuresOf(query),
  });
  return { requestId, sites: [...replies], combined: null, ...combination };
}

/** What comes of a request for a total: the sites' states, and no number of any of them. */
async function total(ctx: CoordinatorContext, asked: AskedTotal): Promise<FederatedReply> {
  const requestId = asked.request.id;
  const { replies, combination } = await askTotal(ctx, asked);
  await record(ctx, 'outcome', { requestId, sites: replies.map(outcome) });
  const sites = replies.map(({ site, state, reason }) => ({
    site,
    state,
    ...(reason === undefined ? {} : { reason }),
  }));
  return { requestId, sites, combined: null, ...combination };
}

/** What can't be combined must not keep the sites' answers, which were paid for, from the asker. */
function tryCombine(replies: readonly SiteReply<Reply>[], combining: Combining): Combination {
  try {
    const sites = replies.flatMap(({ reply }) => (reply === undefined ? [] : (contributionOf(reply) ?? [])));
    return combine(sites, combining);
  } catch {
    return { notCombined: 'The sites’ releases could not be added.' };
  }
}

interface AskInput {
  readonly ctx: CoordinatorContext;
  readonly input: { readonly signed: string };
}

function outcome({ site, state, reply }: SiteReply<Reply | MaskReply>) {
  const opening = reply?.receipt?.opening;
  return {
    site,
    state,
    answerDigest: reply === undefined || opening === undefined ? null : answerDigest(reply.answer, opening),
  };
}

async function record(
  ctx: CoordinatorContext,
  kind: 'question' | 'outcome',
  body: Parameters<typeof ctx.journal.append>[0]['body'],
) {
  await ctx.journal.append({ kind, actor: 'coordinator', body }).durable;
}
