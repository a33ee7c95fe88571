import { SfumatoError } from '../base/index.ts';
import type { Post } from './outbound.ts';
import { callProcedure } from './procedure-call.ts';
import { type SiteLink, siteLink } from './site-link.ts';

/**
 * A link without signatures and seals, to a node on this machine that takes such (`listen.unsigned`): what one site is tried with.
 * `url` is the node's origin.
 */
export function unsignedLink({ site, ...server }: { site: string; url: string; post: Post }): SiteLink {
  return siteLink(site, async (saying, signal) => {
    const output = await callProcedure(server, saying, signal).catch((cause: unknown) => {
      throw new SfumatoError('unreachable-peer', `Site ${site} did not answer.`, { cause });
    });
    return { output, attached: new Uint8Array() };
  });
}
