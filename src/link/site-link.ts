import { SfumatoError } from '../base/index.ts';
import {
  type AdvertiseInput,
  AdvertiseReply,
  DryRunReply,
  type MaskInput,
  MaskReply,
  Reply,
  RevocationReply,
  type SignedRevocation,
  SiteFacts,
} from '../contract/index.ts';
import type { Caller } from './message/caller.ts';

/** One site, however it is reached. Every reply is parsed; anything else is an error of the peer. */
export interface SiteLink {
  readonly site: string;
  /** The same link, under the id of a request: it stands in the site's log beside what it was asked. */
  traced(trace: string): SiteLink;
  /** Forwards a signed question, unchanged. */
  ask(signed: string, signal: AbortSignal): Promise<Reply>;
  /** Forwards a signed draft, unchanged. */
  dryRun(signed: string, signal: AbortSignal): Promise<DryRunReply>;
  /** Asks for the site's key for a round of masking. */
  advertise(input: AdvertiseInput, signal: AbortSignal): Promise<AdvertiseReply>;
  /** Asks for its masked vector, once every site has given its key. */
  mask(input: MaskInput, signal: AbortSignal): Promise<MaskReply>;
  /** Tells the site that a key is revoked. */
  revoke(input: SignedRevocation, signal: AbortSignal): Promise<RevocationReply>;
  /** The site's public facts. */
  facts(signal: AbortSignal): Promise<SiteFacts>;
}

/** The verbs of a site that a coordinator may use, as the node's procedures are called. */
const SITE_VERBS = [
  'query.answer',
  'query.dryRun',
  'total.advertise',
  'total.mask',
  'key.revoke',
  'site.facts',
] as const;

/** A site that `call` speaks to. */
export function siteLink(site: string, call: Caller, trace?: string): SiteLink {
  const ask = async <T>(verb: (typeof SITE_VERBS)[number], input: unknown, reading: Reading<T>): Promise<T> => {
    const { output } = await call({ verb, input, ...(trace !== undefined && { trace }) }, reading.signal);
    const parsed = reading.schema.safeParse(output);
    if (!parsed.success || reading.siteOf(parsed.data) !== site) {
      throw new SfumatoError('peer-invalid', `Site ${site} gave a reply that is not one of its own.`);
    }
    return parsed.data;
  };
  return Object.freeze({
    site,
    traced: (id: string) => siteLink(site, call, id),
    ask: (signed: string, signal: AbortSignal) =>
      ask('query.answer', { signed }, { signal, schema: Reply, siteOf: ({ answer }) => answer.site }),
    dryRun: (signed: string, signal: AbortSignal) =>
      ask('query.dryRun', { signed }, { signal, schema: DryRunReply, siteOf: (reply) => reply.site }),
    advertise: (input: AdvertiseInput, signal: AbortSignal) =>
      ask('total.advertise', input, { signal, schema: AdvertiseReply, siteOf: (reply) => reply.site }),
    mask: (input: MaskInput, signal: AbortSignal) =>
      ask('total.mask', input, { signal, schema: MaskReply, siteOf: ({ answer }) => answer.site }),
    revoke: (input: SignedRevocation, signal: AbortSignal) =>
      ask('key.revoke', input, { signal, schema: RevocationReply, siteOf: (reply) => reply.site }),
    facts: (signal: AbortSignal) => ask('site.facts', {}, { signal, schema: SiteFacts, siteOf: (facts) => facts.site }),
  });
}

interface Reading<T> {
  readonly signal: AbortSignal;
  readonly schema: { safeParse(raw: unknown): { success: true; data: T } | { success: false } };
  readonly siteOf: (reply: T) => string;
}
