import { createTRPCUntypedClient, httpLink } from '@trpc/client';
import { type Fetch, SfumatoError } from '../base/index.ts';
import { type SiteLink, siteLink } from './site-link.ts';

/**
 * A link without signatures and seals, to a node on this machine that takes such (`listen.unsigned`): what one site is tried with.
 * `url` is the node's origin.
 */
export function unsignedLink({ site, url, fetch }: { site: string; url: string; fetch: Fetch }): SiteLink {
  const client = createTRPCUntypedClient({ links: [httpLink({ url: `${url}/trpc`, fetch })] });
  return siteLink(site, async ({ verb, input }, signal) => {
    const output = await client.mutation(verb, input, { signal }).catch((cause: unknown) => {
      throw new SfumatoError('unreachable-peer', `Site ${site} did not answer.`, { cause });
    });
    return { output, attached: new Uint8Array() };
  });
}
