import { hashText } from '../../src/base/index.ts';
import { type LinkIdentity, type Peer, type PeerRole, peerOf } from '../../src/link/index.ts';

/** A party whose keys follow from a seed, so that several processes of a benchmark know one another. */
export function identityFrom(seed: string, role: PeerRole, name: string): LinkIdentity & { readonly peer: Peer } {
  const key = (purpose: string): Uint8Array =>
    Uint8Array.from(Buffer.from(hashText('sfumato/bench', `${seed}/${role}/${name}/${purpose}`), 'hex'));
  const identity = { role, name, signing: key('signing'), opening: key('opening') };
  return { ...identity, peer: peerOf(identity) };
}
