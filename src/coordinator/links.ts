import { SfumatoError } from '../base/index.ts';
import {
  type Carry,
  createCaller,
  directWay,
  type Hub,
  type Maker,
  type Peer,
  type Post,
  type SiteLink,
  siteLink,
  unsignedLink,
} from '../link/index.ts';
import type { CoordinatorConfig } from './config.ts';

type SiteConfig = CoordinatorConfig['sites'][number];

/** What links are made with. */
export interface LinkParts {
  readonly maker: Maker;
  readonly peers: readonly Peer[];
  readonly hub: Hub;
  readonly post: Post;
}

/** A link to every site of the configuration: dialled where it has a URL, else over the relay. */
export function linksOf({ sites }: CoordinatorConfig, parts: LinkParts): ReadonlyMap<string, SiteLink> {
  return new Map(sites.map((site) => [site.id, linkTo(site, parts)]));
}

/** The sites of a configuration that can't be asked before they are enrolled. */
export function notEnrolled({ sites }: CoordinatorConfig, peers: readonly Peer[]): readonly string[] {
  return sites.filter(({ id, unsigned }) => !unsigned && peerOf(id, peers) === undefined).map(({ id }) => id);
}

function linkTo({ id, url, unsigned }: SiteConfig, { maker, peers, hub, post }: LinkParts): SiteLink {
  if (unsigned && url !== undefined) {
    return unsignedLink({ site: id, url, post });
  }
  const peer = peerOf(id, peers);
  if (peer === undefined) {
    return siteLink(id, () => {
      throw new SfumatoError('peer-untrusted', `Site ${id} is not enrolled here; \`sfumato link trust\` enrols it.`);
    });
  }
  const relayed: Carry = (message, signal) => hub.deliver(id, message, signal);
  const carry = url === undefined ? relayed : directWay(post, url);
  return siteLink(id, createCaller(maker, peer, carry));
}

function peerOf(site: string, peers: readonly Peer[]): Peer | undefined {
  return peers.find(({ role, name }) => role === 'site' && name === site);
}
