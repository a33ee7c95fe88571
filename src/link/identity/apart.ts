import { equalBytes } from '../../base/index.ts';
import { type LinkIdentity, peerOf } from './identity.ts';
import { type Peer, peerId } from './peer.ts';

/**
 * Two names of a list that have a key in common, of either kind. They are one party, however many names it goes by: in a total it would
 * count as two sites, of which one could be honest.
 */
export function sharedKey(peers: readonly Peer[]): readonly [Peer, Peer] | undefined {
  for (const [at, peer] of peers.entries()) {
    const twin = peers.slice(0, at).find((other) => peerId(other) !== peerId(peer) && haveOneKey(other, peer));
    if (twin !== undefined) {
      return [twin, peer];
    }
  }
  return undefined;
}

/** A party that has a key of this one under another name. */
export function twinOf(self: LinkIdentity, peers: readonly Peer[]): Peer | undefined {
  return peers.find((peer) => sharedKey([peerOf(self), peer]) !== undefined);
}

function haveOneKey(left: Peer, right: Peer): boolean {
  return equalBytes(left.signing, right.signing) || equalBytes(left.opening, right.opening);
}
