import { type CoordinatorContext, linksOf, notEnrolled } from '../../coordinator/index.ts';
import {
  type Answerer,
  type Callers,
  createAnswerer,
  createHub,
  keyIdOf,
  type NonceBook,
  notingLink,
  notingVerbs,
  readPeers,
  relayVerbs,
  type SeenSites,
} from '../../link/index.ts';
import { loadCoordinatorConfig } from '../files/configuration.ts';
import { postOf } from '../link/outbound.ts';
import { partyOf } from '../link/party.ts';
import { tellRefused } from '../link/told-links.ts';
import type { Shell } from '../shell.ts';

interface Linking {
  readonly shell: Shell;
  readonly configFile: string;
  readonly nonces: NonceBook;
  readonly seen: SeenSites;
  readonly callers: Callers;
}

/** The two roles of this process: it relays for sites that call in, and it asks all sites. */
export function linking({ shell, configFile, nonces, seen, callers }: Linking): {
  links: CoordinatorContext['links'];
  answerer: Answerer;
} {
  const { config } = loadCoordinatorConfig(configFile);
  const { identity, folder } = partyOf(configFile, shell);
  const { clock, entropy } = shell;
  const peers = readPeers(folder).filter(({ role }) => role === 'site');
  const strangers = notEnrolled(config, peers);
  if (strangers.length > 0) {
    shell.terminal.note(`Not enrolled here, and so not asked: ${strangers.join(', ')}.`);
  }
  const maker = { self: identity, entropy, nowMs: clock.wallMs };
  const sites = config.sites.filter(({ url }) => url === undefined).map(({ id }) => id);
  const hub = createHub({ sites, clock, entropy });
  const byKey = new Map(peers.map((peer) => [keyIdOf(peer), peer]));
  const answerer = createAnswerer({
    ...maker,
    peerOfKey: (keyId) => byKey.get(keyId),
    claim: nonces.claim,
    verbs: notingVerbs(relayVerbs(hub, callers), seen),
    onRefused: tellRefused(shell),
  });
  const post = postOf(config.outbound ?? {}, configFile);
  const links = linksOf(config, { maker, peers, hub, post });
  return { links: new Map([...links].map(([site, link]) => [site, notingLink(link, seen)])), answerer };
}
