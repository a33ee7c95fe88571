import { SfumatoError } from '../../base/index.ts';
import { sharedKey } from './apart.ts';
import { fingerprintOf, type Peer, peerId } from './peer.ts';

/**
 * The peers with one more. @throws SfumatoError `peer-untrusted` for another key under a name that is there, unless it replaces that, and for
 * a key that another name has.
 */
export function enrolled(peers: readonly Peer[], peer: Peer, replace: boolean): readonly Peer[] {
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

/** The peers without a party. @throws SfumatoError `wrong-use` where it isn't one of them. */
export function withoutPeer(peers: readonly Peer[], party: string): readonly Peer[] {
  const kept = peers.filter((peer) => peerId(peer) !== party);
  if (kept.length === peers.length) {
    throw new SfumatoError('wrong-use', `${party} is not enrolled here; \`sfumato link show\` says who is.`);
  }
  return kept;
}
