import { createTRPCUntypedClient, httpLink } from '@trpc/client';
import { type Fetch, SfumatoError } from '../base/index.ts';
import { FederatedQuote, FederatedReply, FederationFacts } from '../contract/index.ts';

/** What a researcher's program needs of a coordinator. Requests are signed before they come here. */
export interface FederationClient {
  ask(signed: string): Promise<FederatedReply>;
  dryRun(signed: string): Promise<FederatedQuote>;
  facts(): Promise<FederationFacts>;
}

/** A client of the coordinator at `url` (its origin). @throws SfumatoError `unreachable-peer` or `peer-invalid`. */
export function federationClient(options: { url: string; fetch: Fetch }): FederationClient {
  const client = createTRPCUntypedClient({ links: [httpLink({ url: `${options.url}/trpc`, fetch: options.fetch })] });
  const call = async <T>(path: string, input: unknown, schema: Parser<T>): Promise<T> => {
    const raw = await client.mutation(path, input).catch((cause: unknown) => {
      throw new SfumatoError('unreachable-peer', `The coordinator at ${options.url} did not answer.`, { cause });
    });
    const parsed = schema.safeParse(raw);
    if (!parsed.success) {
      throw new SfumatoError('peer-invalid', `The coordinator at ${options.url} gave a reply that is not valid.`);
    }
    return parsed.data;
  };
  return Object.freeze({
    ask: (signed: string) => call('query.ask', { signed }, FederatedReply),
    dryRun: (signed: string) => call('query.dryRun', { signed }, FederatedQuote),
    facts: () => call('federation.facts', {}, FederationFacts),
  });
}

interface Parser<T> {
  safeParse(raw: unknown): { success: true; data: T } | { success: false };
}
