import { TRPCError } from '@trpc/server';
import { type DryRunReply, type FederatedQuote, type QuoteOutcome, readRequest } from '../../contract/index.ts';
import type { CoordinatorContext } from '../context.ts';
import { fanOut, type SiteReply } from '../fan-out.ts';

/** Forwards one signed draft to the sites that it names; each quotes from policy and the asker's own meters. */
export function quote(asking: QuoteInput): Promise<FederatedQuote> {
  return asking.ctx.underWay.during(() => quoted(asking));
}

async function quoted({ ctx, input, onQuote = () => undefined }: QuoteInput): Promise<FederatedQuote> {
  const received = readRequest('dry-run', input.signed);
  if (received === undefined || !received.signed()) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'request-invalid' });
  }
  const replies = await fanOut<DryRunReply>(ctx, {
    sites: received.request.sites,
    send: (link, signal) => link.dryRun(input.signed, signal),
    onceItRuns: 'Ask for the price again once it runs: a dry run costs nothing.',
    refusalOf: (reply) => (reply.state === 'refused' ? reply.code : undefined),
    onReply: (reply) => onQuote(outcomeOf(reply)),
  });
  return { sites: replies.map(outcomeOf) };
}

function outcomeOf({ reply, ...outcome }: SiteReply<DryRunReply>): QuoteOutcome {
  return reply ? { ...outcome, quote: reply } : outcome;
}

/** Who has what quoted, and who is told of each site's quote as it comes in. */
export interface QuoteInput {
  readonly ctx: CoordinatorContext;
  readonly input: { readonly signed: string };
  readonly onQuote?: (outcome: QuoteOutcome) => void;
}
