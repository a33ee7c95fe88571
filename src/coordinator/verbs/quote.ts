import { TRPCError } from '@trpc/server';
import { type DryRunReply, type FederatedQuote, readRequest } from '../../contract/index.ts';
import type { CoordinatorContext } from '../context.ts';
import { fanOut } from '../fan-out.ts';

/** Forwards one signed draft to the sites that it names; each quotes from policy and the asker's own meters. */
export function quote(asking: QuoteInput): Promise<FederatedQuote> {
  return asking.ctx.underWay.during(() => quoted(asking));
}

async function quoted({ ctx, input }: QuoteInput): Promise<FederatedQuote> {
  const received = readRequest('dry-run', input.signed);
  if (received === undefined || !received.signed()) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'request-invalid' });
  }
  const replies = await fanOut<DryRunReply>(ctx, {
    sites: received.request.sites,
    send: (link, signal) => link.dryRun(input.signed, signal),
    onceItRuns: 'Ask for the price again once it runs: a dry run costs nothing.',
    refusalOf: (reply) => (reply.state === 'refused' ? reply.code : undefined),
  });
  return { sites: replies.map(({ reply, ...outcome }) => (reply ? { ...outcome, quote: reply } : outcome)) };
}

interface QuoteInput {
  readonly ctx: CoordinatorContext;
  readonly input: { readonly signed: string };
}
