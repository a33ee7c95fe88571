import type { FederationFacts, SiteFacts } from '../../contract/index.ts';
import type { CoordinatorContext } from '../context.ts';
import { fanOut } from '../fan-out.ts';

/** Which sites there are and what each says of itself; `null` for one that can't be reached. */
export async function facts({ ctx }: { readonly ctx: CoordinatorContext }): Promise<FederationFacts> {
  const replies = await fanOut<SiteFacts>({
    sites: ctx.config.sites.map(({ id }) => id),
    links: ctx.links,
    deadlineMs: ctx.config.deadlineMs,
    send: (link, signal) => link.facts(signal),
    refusalOf: () => undefined,
  });
  return {
    protocol: 1,
    minSites: ctx.config.minSites,
    sites: replies.map(({ site, reply }) => ({ site, facts: reply ?? null })),
  };
}
