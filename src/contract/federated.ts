import { z } from 'zod';
import { Blocks, Epsilon, MeasureWire, Reply } from './answer.ts';
import { DryRunReply, SiteFacts } from './dry-run.ts';
import { Receipted } from './receipt.ts';

/**
 * How one site stands to one question. A missing site is never zero and never hidden. `misfit`: it has answered, but in another shape than
 * the question's, so that its numbers can't be added to those of others.
 */
export const SiteState = z.enum(['answered', 'misfit', 'out-of-budget', 'refused', 'unavailable', 'not-asked']);
export type SiteState = z.infer<typeof SiteState>;

/** One site's part of a federated answer. */
export const SiteOutcome = z.strictObject({
  site: z.string(),
  state: SiteState,
  /** Why there is no answer: a refusal code, or a fixed sentence of the coordinator. */
  reason: z.string().optional(),
  reply: Reply.optional(),
  /** Of a site of a total, which gives no answer of its own: the ε that it charged by this, over all attempts; 0 for a vector that it had sent before. */
  charged: Epsilon.optional(),
});
export type SiteOutcome = z.infer<typeof SiteOutcome>;

/** One number worked out of released integers, in its unit, with the interval of their noise (and of nothing else). */
export const Estimate = z.strictObject({
  /** What it is, such as `patients`, `mean`, `0.5` for the median, or the name of a bin. */
  name: z.string(),
  /** Of a proportion or a ratio: of which cells, as `PatientSex=F of F, M`. Also what the interval takes for independent and may not be. */
  about: z.string().optional(),
  /** `null` where the noise leaves nothing to be said; `why` is one sentence then. */
  value: z.number().nullable(),
  /** An end of it is `null` where there is no bound on that side. */
  interval: z.tuple([z.number().nullable(), z.number().nullable()]).nullable(),
  why: z.string().optional(),
});
export type Estimate = z.infer<typeof Estimate>;

/** What one measure comes to: the estimates of each cell, in the order of the keys, and what a table says as a whole. */
export const MeasureResult = z.strictObject({
  ...MeasureWire.shape,
  rows: z.array(z.array(Estimate)),
  whole: z.array(Estimate).optional(),
});
export type MeasureResult = z.infer<typeof MeasureResult>;

/** The sum over the sites that answered, with the interval of their exactly convolved noise. */
export const Combined = z.strictObject({
  sites: z.array(z.string()).min(1),
  keys: z.array(z.record(z.string(), z.string())).min(1),
  /** Of every interval. */
  confidence: z.string(),
  results: z.array(MeasureResult).min(1),
  /** The summed integers themselves, piece by piece, each with the half-width of its interval, in grid units. */
  pieces: z.array(
    z.strictObject({
      measure: z.int().nonnegative(),
      name: z.string(),
      fields: z.array(z.int()),
      values: z.array(z.string()),
      halfWidth: z.string(),
    }),
  ),
});
export type Combined = z.infer<typeof Combined>;

/**
 * What one patient who is at up to `sites` sites can have lost, in ε (decimal strings): by this answer, in a total by all
 * attempts at it, and by every answer that came through this coordinator so far. Losses at several sites add up (basic composition).
 */
export const Loss = z.strictObject({ sites: z.int().positive(), question: z.string(), total: z.string() });
export type Loss = z.infer<typeof Loss>;

/** What the coordinator says to a question. `combined` is null when `notCombined` says why. */
export const FederatedReply = z.strictObject({
  requestId: z.string().regex(/^[0-9a-f]{32}$/),
  sites: z.array(SiteOutcome),
  combined: Combined.nullable(),
  notCombined: z.string().optional(),
  /** `null` where an answer’s guarantee isn’t pure ε, so that there is no sum of ε. */
  loss: Loss.nullable(),
  /** Intake years that were asked for and that no site that answered has: they are no part of the answer. */
  blocksLeftOut: Blocks.optional(),
  /** Of a total: each site's masked vector, which says nothing by itself, or its “no”, with the receipt; vectors of a whole round only. */
  receipts: z.array(Receipted).optional(),
});
export type FederatedReply = z.infer<typeof FederatedReply>;

/** All receipts of a reply, whether sites answered by themselves or for a total. */
export function receiptsOf({ sites, receipts = [] }: FederatedReply): readonly Receipted[] {
  const own = sites.flatMap(({ reply }) => (reply?.receipt ? [{ answer: reply.answer, receipt: reply.receipt }] : []));
  return [...own, ...receipts];
}

/**
 * The sites whose answers came without a receipt, though every site gives one with what it releases. Of a total that isn't whole nothing is
 * given, so that no receipt is missing there.
 */
export function withoutReceipt({ sites, combined, receipts = [] }: FederatedReply): readonly string[] {
  const masked = new Set(receipts.flatMap(({ answer }) => (answer.state === 'masked' ? [answer.site] : [])));
  const isLacking = ({ site, state, reply }: SiteOutcome): boolean =>
    reply?.answer.state === 'released'
      ? reply.receipt === null
      : state === 'answered' && combined !== null && !masked.has(site);
  return sites.filter(isLacking).map(({ site }) => site);
}

/** The same reply as it comes in: each site’s outcome when it is there, in any order, and what they come to at the end. */
export const FederatedEvent = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('site'), outcome: SiteOutcome }),
  z.strictObject({ event: z.literal('end'), ...FederatedReply.omit({ sites: true }).shape }),
]);
export type FederatedEvent = z.infer<typeof FederatedEvent>;

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
/** One site's part of it. */
export type QuoteOutcome = FederatedQuote['sites'][number];

/** The same as it comes in: each site’s quote when it is there, in any order. */
export const QuoteEvent = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('site'), outcome: FederatedQuote.shape.sites.element }),
  z.strictObject({ event: z.literal('end') }),
]);
export type QuoteEvent = z.infer<typeof QuoteEvent>;

/** The federation as the coordinator sees it now. */
export const FederationFacts = z.strictObject({
  protocol: z.literal(1),
  minSites: z.int().positive(),
  sites: z.array(z.strictObject({ site: z.string(), facts: SiteFacts.nullable() })),
});
export type FederationFacts = z.infer<typeof FederationFacts>;
