import { fingerprintOf, type LinkIdentity, type Peer, peerId, readPeers } from '../../link/index.ts';
import { readLinkKeys } from '../../node/index.ts';
import type { LoadedNode } from '../files/configuration.ts';
import { postOf } from '../link/outbound.ts';
import { unsignedFault } from '../server/unsigned-listen.ts';
import type { Shell } from '../shell.ts';
import { attempt } from './attempt.ts';
import type { Check } from './check.ts';
import { linkKeysCheck } from './link-keys.ts';
import { changesCheck, ownLineCheck } from './peers-file.ts';
import { stands } from './reach.ts';

/** Whether the site can be reached by those who should, and only by them: its link keys, its peers, its relay. */
export async function enrolmentChecks(loaded: LoadedNode, shell: Shell): Promise<readonly Check[]> {
  const self = ownIdentity(loaded);
  const peers = attempt(() => readPeers(loaded.folder));
  if (typeof peers === 'string') {
    return [linkKeysCheck(loaded.folder, self, 'site'), { name: 'enrolment', state: 'failed', sentence: peers }];
  }
  return [
    linkKeysCheck(loaded.folder, self, 'site'),
    peersCheck(loaded, peers),
    ...ownLineCheck(self, peers),
    ...changesCheck(loaded.folder, peers),
    ...(await relayChecks(loaded, { shell, self, peers })),
  ];
}

/** The site as others know it, or why it is nobody. */
function ownIdentity({ folder, config }: LoadedNode): LinkIdentity | string {
  return attempt((): LinkIdentity => ({ role: 'site', name: config.site, ...readLinkKeys(folder) }));
}

function peersCheck({ config }: LoadedNode, peers: readonly Peer[]): Check {
  const name = 'enrolment';
  const fault = unsignedFault(config, peers);
  if (fault !== undefined) {
    return { name, state: 'failed', sentence: fault };
  }
  if (peers.length === 0) {
    return config.listen.unsigned
      ? { name, state: 'warning', sentence: 'Nobody is enrolled, and questions are taken unsealed: for trials only.' }
      : {
          name,
          state: 'warning',
          sentence: 'Nobody is enrolled, so nobody can ask this site; `sfumato link trust` enrols a coordinator.',
        };
  }
  const list = peers.map((peer) => `${peerId(peer)} (${fingerprintOf(peer)})`).join(', ');
  return peers.some(({ role }) => role === 'coordinator')
    ? { name, state: 'ok', sentence: `Enrolled: ${list}.` }
    : {
        name,
        state: 'warning',
        sentence: `No coordinator is enrolled, so nobody can ask this site; enrolled: ${list}.`,
      };
}

interface Reaching {
  readonly shell: Shell;
  readonly self: LinkIdentity | string;
  readonly peers: readonly Peer[];
}

/** Coordinators that dial the site can't be tried from here: only a relay has an address. */
async function relayChecks(
  { config: { relay }, file }: LoadedNode,
  { shell, self, peers }: Reaching,
): Promise<readonly Check[]> {
  if (relay === undefined || typeof self === 'string') {
    return [];
  }
  const peer = peers.find(({ role, name }) => role === 'coordinator' && name === relay.coordinator);
  if (peer === undefined) {
    const sentence = `coordinator/${relay.coordinator}, whose relay this site calls, is not enrolled; \`sfumato link trust\` enrols it.`;
    return [{ name: 'relay', state: 'failed', sentence }];
  }
  const post = attempt(() => postOf(relay, file));
  if (typeof post === 'string') {
    return [{ name: 'relay', state: 'failed', sentence: post }];
  }
  return [{ name: 'relay', ...(await stands({ peer, url: relay.url }, { self, post, shell })) }];
}
