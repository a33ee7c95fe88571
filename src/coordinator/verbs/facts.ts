import type { FederationFacts, SiteFacts } from '../../contract/index.ts';
import type { CoordinatorContext } from '../context.ts';
import { fanOut, type SiteReply } from '../fan-out.ts';

/** Which sites there are and what each says of itself; `null` for one that can't be reached. */
export async function facts({ ctx, onReply = () => undefined }: FactsInput): Promise<FederationFacts> {
  const replies = await fanOut<SiteFacts>(ctx, {
    sites: ctx.config.sites.map(({ id }) => id),
    send: (link, signal) => link.facts(signal),
    onceItRuns: 'Ask again once it runs.',
    refusalOf: () => undefined,
    onReply,
  });
  return {
    protocol: 1,
    minSites: ctx.config.minSites,
    sites: replies.map(({ site, reply }) => ({ site, facts: reply ?? null })),
  };
}

interface FactsInput {
  readonly ctx: CoordinatorContext;
  /** Told what each site says as soon as it is there. */
  readonly onReply?: (reply: SiteReply<SiteFacts>) => void;
}
