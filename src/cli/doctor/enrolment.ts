import { join } from 'node:path';
import { isSfumatoError, LIMITS, wayFaultOf, waySentence } from '../../base/index.ts';
import { nodeDisk } from '../../journal/index.ts';
import {
  changesOf,
  directWay,
  fingerprintOf,
  type LinkIdentity,
  type Peer,
  type PeerRole,
  type Post,
  peerId,
  peerOf,
  pinnedIn,
  probePeer,
  readPeers,
  type Standing,
  twinOf,
} from '../../link/index.ts';
import { hasJournal, lacksLinkKeys, readLinkKeys } from '../../node/index.ts';
import type { LoadedNode } from '../files/configuration.ts';
import { postOf } from '../link/outbound.ts';
import { unsignedFault } from '../server/unsigned-listen.ts';
import type { Shell } from '../shell.ts';
import type { Check } from './check.ts';

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

/** Whether a party has the keys under which others know it. */
export function linkKeysCheck(folder: string, self: LinkIdentity | string, us: PeerRole): Check {
  const name = 'link keys';
  if (typeof self !== 'string') {
    return {
      name,
      state: 'ok',
      sentence: `Peers know this ${us} under the fingerprint ${fingerprintOf(peerOf(self))}.`,
    };
  }
  const missing = attempt(() => lacksLinkKeys(folder));
  if (typeof missing === 'string') {
    return { name, state: 'failed', sentence: missing };
  }
  // A journal that can't be looked at is there all the same.
  return attempt(() => hasJournal(folder)) !== false
    ? {
        name,
        state: 'failed',
        sentence: `${self} Restore keys/link.key and keys/opening.key from the backup; where there is none the next start makes new ones, and every peer must enrol this ${us} anew.`,
      }
    : { name, state: 'warning', sentence: 'There are none yet; `sfumato link show` or the first start makes them.' };
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

/** A line of peers.txt that is this party itself, which the file can be given by hand. */
export function ownLineCheck(self: LinkIdentity | string, peers: readonly Peer[]): readonly Check[] {
  if (typeof self === 'string') {
    return [];
  }
  const name = 'own line';
  const twin = twinOf(self, peers);
  if (twin !== undefined) {
    const sentence = `peers.txt gives ${peerId(twin)} a key of this ${self.role}, so it is no other party; take its line out.`;
    return [{ name, state: 'failed', sentence }];
  }
  const isListed = peers.some((peer) => peerId(peer) === peerId(self));
  const sentence = `peers.txt names ${peerId(self)}, which is this ${self.role} itself; take its line out.`;
  return isListed ? [{ name, state: 'warning', sentence }] : [];
}

/** The file of peers can be written by hand; the journal then has something else until the next start. */
export function changesCheck(folder: string, peers: readonly Peer[]): readonly Check[] {
  const pinned = attempt(() => (hasJournal(folder) ? pinnedIn(nodeDisk(join(folder, 'journal'))) : undefined));
  if (pinned === undefined || typeof pinned === 'string') {
    // There is nothing to compare with yet, or the check of the journal says why it can't be read.
    return [];
  }
  const fate = {
    enrolled: 'is in peers.txt without a record',
    replaced: 'has another key in peers.txt than on record',
    forgotten: 'is on record and no longer in peers.txt',
  } as const;
  return changesOf(pinned, peers).map(({ change, party, fingerprint }) => ({
    name: `peer ${party}`,
    state: 'warning',
    sentence: `${party} ${fate[change]} (${fingerprint}); the next start records that, so find out first who changed the file.`,
  }));
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

/** A party that is reached at an address. */
interface Reached {
  readonly peer: Peer;
  readonly url: string;
}

/** How a party at an address stands to this one. */
export async function stands(
  { peer, url }: Reached,
  { self, post, shell }: { readonly self: LinkIdentity; readonly post: Post; readonly shell: Shell },
): Promise<Pick<Check, 'state' | 'sentence'>> {
  const maker = { self, entropy: shell.entropy, nowMs: shell.clock.wallMs };
  const carry = directWay(post, url.replace(/\/$/, ''));
  const timely = AbortSignal.timeout(LIMITS.linkConnectMs);
  let fault: unknown;
  const standing = await probePeer(maker, peer, (message) =>
    carry(message, timely).catch((error) => {
      fault = error;
      throw error;
    }),
  );
  return standings({ url, party: peerId(peer), us: self.role, fault })[standing];
}

interface Sides {
  readonly url: string;
  readonly party: string;
  readonly us: PeerRole;
  /** What kept a message from arriving. */
  readonly fault: unknown;
}

function standings({ url, party, us, fault }: Sides): Readonly<Record<Standing, Pick<Check, 'state' | 'sentence'>>> {
  return {
    known: {
      state: 'ok',
      sentence: `${party} answers at ${url} under the key that is enrolled, and knows this ${us}.`,
    },
    refused: {
      state: 'failed',
      sentence: `${party} at ${url} refuses this ${us}’s messages: compare each side’s fingerprint with what the other has enrolled (\`sfumato link show\`), and the clocks.`,
    },
    another: {
      state: 'failed',
      sentence: `What answers at ${url} does not hold the key under which ${party} is enrolled: look at the address, and ask its people whether they have a new key.`,
    },
    unreachable: {
      state: 'failed',
      sentence: unreachable({ url, party, fault }),
    },
  };
}

function unreachable({ url, party, fault }: Omit<Sides, 'us'>): string {
  const known = wayFaultOf(fault);
  return known === undefined || known === 'refused'
    ? `Nothing answers at ${url}: look at the address, the proxy, the firewall, and whether ${party} runs.`
    : waySentence(known, { url, trust: '`certificates`' });
}

/** What a reading gives, or the sentence of its error. */
export function attempt<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (!isSfumatoError(error)) {
      throw error;
    }
    return error.message;
  }
}
