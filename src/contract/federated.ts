import { z } from 'zod';
import { Reply } from './answer.ts';
import { DryRunReply, SiteFacts } from './dry-run.ts';

/** How one site stands to one question. A missing site is never zero and never hidden. */
export const SiteState = z.enum(['answered', 'out-of-budget', 'refused', 'unavailable', 'not-asked']);
export type SiteState = z.infer<typeof SiteState>;

/** One site's part of a federated answer. */
export const SiteOutcome = z.strictObject({
  site: z.string(),
  state: SiteState,
  /** Why there is no answer: a refusal code, or a fixed sentence of the coordinator. */
  reason: z.string().optional(),
  reply: Reply.optional(),
});
export type SiteOutcome = z.infer<typeof SiteOutcome>;

/** The sum over the sites that answered, with the interval of their exactly convolved noise. */
export const Combined = z.strictObject({
  sites: z.array(z.string()).min(1),
  keys: z.array(z.record(z.string(), z.string())).min(1),
  values: z.array(z.string()),
  interval: z.strictObject({ confidence: z.string(), halfWidth: z.string() }),
});
export type Combined = z.infer<typeof Combined>;

/** What the coordinator says to a question. `combined` is null when `notCombined` says why. */
export const FederatedReply = z.strictObject({
  requestId: z.string(),
  sites: z.array(SiteOutcome),
  combined: Combined.nullable(),
  notCombined: z.string().optional(),
});
export type FederatedReply = z.infer<typeof FederatedReply>;

/** What the coordinator says to a draft: each site's own quote. */
export const FederatedQuote = z.strictObject({
  sites: z.array(
    z.strictObject({
      site: z.string(),
      state: SiteState,
      reason: z.string().optional(),
      quote: DryRunReply.optional(),
    }),
  ),
});
export type FederatedQuote = z.infer<typeof FederatedQuote>;

/** The federation as the coordinator sees it now. */
export const FederationFacts = z.strictObject({
  protocol: z.literal(1),
  minSites: z.int().positive(),
  sites: z.array(z.strictObject({ site: z.string(), facts: SiteFacts.nullable() })),
});
export type FederationFacts = z.infer<typeof FederationFacts>;
