import { randomBytes, systemClock, systemEntropy } from '../../src/base/index.ts';
import { type LinkIdentity, type Peer, type PeerRole, peerOf } from '../../src/link/index.ts';

export const entropy = systemEntropy();

/** A party with fresh keys. */
export function party(role: PeerRole, name: string): LinkIdentity & { readonly peer: Peer } {
  const identity = { role, name, signing: randomBytes(entropy, 32), opening: randomBytes(entropy, 32) };
  return { ...identity, peer: peerOf(identity) };
}

/** What a party makes messages with, by a clock that may go wrong by `offMs`. */
export function makerOf(self: LinkIdentity, offMs = 0) {
  return { self, entropy, nowMs: () => systemClock.wallMs() + offMs };
}
