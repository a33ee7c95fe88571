import { createTRPCUntypedClient, httpLink } from '@trpc/client';
import { type Fetch, SfumatoError } from '../base/index.ts';
import { REQUEST_ID_HEADER } from './observed.ts';
import { type SiteLink, siteLink } from './site-link.ts';

/**
 * A link without signatures and seals, to a node on this machine that takes such (`listen.unsigned`): what one site is tried with.
 * `url` is the node's origin.
 */
export function unsignedLink({ site, url, fetch }: { site: string; url: string; fetch: Fetch }): SiteLink {
  const headers = ({ op }: { op: { context: Record<string, unknown> } }) =>
    typeof op.context.trace === 'string' ? { [REQUEST_ID_HEADER]: op.context.trace } : {};
  const client = createTRPCUntypedClient({ links: [httpLink({ url: `${url}/trpc`, fetch, headers })] });
  return siteLink(site, async ({ verb, input, trace }, signal) => {
    const output = await client.mutation(verb, input, { signal, context: { trace } }).catch((cause: unknown) => {
      throw new SfumatoError('unreachable-peer', `Site ${site} did not answer.`, { cause });
    });
    return { output, attached: new Uint8Array() };
  });
}
