import { createTRPCUntypedClient, httpLink } from '@trpc/client';
import { type Fetch, SfumatoError } from '../base/index.ts';
import { DryRunReply, Reply, SiteFacts } from '../contract/index.ts';

/** One site, however it is reached. Every reply is parsed; anything else is an error of the peer. */
export interface SiteLink {
  readonly site: string;
  /** Forwards a signed question, unchanged. */
  ask(signed: string, signal: AbortSignal): Promise<Reply>;
  /** Forwards a signed draft, unchanged. */
  dryRun(signed: string, signal: AbortSignal): Promise<DryRunReply>;
  /** The site's public facts. */
  facts(signal: AbortSignal): Promise<SiteFacts>;
}

/** A link on which the coordinator dials the node itself. `url` is the node's origin. */
export function directLink(options: { site: string; url: string; fetch: Fetch }): SiteLink {
  const client = createTRPCUntypedClient({ links: [httpLink({ url: `${options.url}/trpc`, fetch: options.fetch })] });
  const call = async <T>(path: string, input: unknown, { signal, schema }: Call<T>): Promise<T> => {
    const raw = await client.mutation(path, input, { signal }).catch((cause: unknown) => {
      throw new SfumatoError('unreachable-peer', `Site ${options.site} did not answer.`, { cause });
    });
    const parsed = schema.safeParse(raw);
    if (!parsed.success || siteOf(parsed.data) !== options.site) {
      throw new SfumatoError('peer-invalid', `Site ${options.site} gave a reply that is not one of its own.`);
    }
    return parsed.data;
  };
  return Object.freeze({
    site: options.site,
    ask: (signed: string, signal: AbortSignal) => call('query.answer', { signed }, { signal, schema: Reply }),
    dryRun: (signed: string, signal: AbortSignal) => call('query.dryRun', { signed }, { signal, schema: DryRunReply }),
    facts: (signal: AbortSignal) => call('site.facts', {}, { signal, schema: SiteFacts }),
  });
}

interface Call<T> {
  readonly signal: AbortSignal;
  readonly schema: { safeParse(raw: unknown): { success: true; data: T } | { success: false } };
}

function siteOf(reply: unknown): unknown {
  const { site, answer } = reply as { site?: unknown; answer?: { site?: unknown } };
  return answer === undefined ? site : answer.site;
}
