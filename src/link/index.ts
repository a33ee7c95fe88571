/** Floor 3: how a coordinator reaches a site, and how witnesses and the logs that they watch talk. */
export { directLink, type SiteLink } from './direct.ts';
export { type LinkIdentity, type LinkKeys, peerOf } from './identity/identity.ts';
export {
  fingerprintOf,
  formatPeer,
  hasFingerprint,
  type Peer,
  type PeerRole,
  parsePeer,
  peerId,
} from './identity/peer.ts';
export { readPeers, writePeers } from './identity/peer-file.ts';
export { AddInput, AddReply, LatestInput, LatestReply } from './witness/protocol.ts';
export { createWitness, type WatchedLog, type Witness, watchesNothing } from './witness/witness.ts';
export { type WitnessLink, witnessLink } from './witness/witness-link.ts';
