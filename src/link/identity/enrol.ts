import { SfumatoError } from '../../base/index.ts';
import { sharedKey, twinOf } from './apart.ts';
import type { LinkIdentity } from './identity.ts';
import { fingerprintOf, type Peer, peerId } from './peer.ts';

/** A party that is to be enrolled, and the one that enrols it. */
export interface Enrolment {
  readonly self: LinkIdentity;
  readonly peer: Peer;
  /** Whether it may take the place of another key under its name. */
  readonly replace: boolean;
}

/**
 * The peers with one more. @throws SfumatoError `wrong-use` for the party that enrols; `peer-untrusted` for another key under a name that is
 * there, unless it replaces that, and for a key that another name has, also that of the party that enrols.
 */
export function enrolled(peers: readonly Peer[], { self, peer, replace }: Enrolment): readonly Peer[] {
  assertOther(self, peer);
  const before = peers.find((other) => peerId(other) === peerId(peer));
  if (before !== undefined && fingerprintOf(before) !== fingerprintOf(peer) && !replace) {
    throw new SfumatoError(
      'peer-untrusted',
      `${peerId(peer)} is enrolled under another key; if its people say that they have a new one, add --replace.`,
    );
  }
  const others = peers.filter((other) => peerId(other) !== peerId(peer));
  const twin = others.find((other) => sharedKey([other, peer]) !== undefined);
  if (twin !== undefined) {
    throw new SfumatoError(
      'peer-untrusted',
      `${peerId(peer)} has a key of ${peerId(twin)}, so they are one party; forget that one first if it has a new name.`,
    );
  }
  return [...others, peer];
}

function assertOther(self: LinkIdentity, peer: Peer): void {
  if (peerId(peer) === peerId(self)) {
    throw new SfumatoError('wrong-use', `${peerId(peer)} is this party itself; enrol the other one.`);
  }
  if (twinOf(self, [peer]) !== undefined) {
    throw new SfumatoError(
      'peer-untrusted',
      `${peerId(peer)} has a key of this ${self.role}, so it is no other party; have its people make keys of its own.`,
    );
  }
}

/** The peers without a party. @throws SfumatoError `wrong-use` where it isn't one of them. */
export function withoutPeer(peers: readonly Peer[], party: string): readonly Peer[] {
  const kept = peers.filter((peer) => peerId(peer) !== party);
  if (kept.length === peers.length) {
    throw new SfumatoError('wrong-use', `${party} is not enrolled here; \`sfumato link show\` says who is.`);
  }
  return kept;
}
