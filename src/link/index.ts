/** Floor 3: how a coordinator reaches a site, and how witnesses and the logs that they watch talk. */
export { bodyUpTo } from './body-up-to.ts';
export { directWay, LINK_PATH } from './direct.ts';
export { linkEndpoint } from './endpoint.ts';
export { twinOf } from './identity/apart.ts';
export { type Enrolment, enrolled, withoutPeer } from './identity/enrol.ts';
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
export { changesOf, createPeerLog, type PeerLog, type PeerRecord, pinnedIn } from './identity/peer-log.ts';
export { recordPeers } from './identity/record-peers.ts';
export { type Answerer, createAnswerer, type Verbs } from './message/answerer.ts';
export { type Caller, type Carry, createCaller } from './message/caller.ts';
export type { Maker } from './message/exchange.ts';
export { type NonceBook, openNonceBook } from './message/nonces.ts';
export { probePeer, type Standing } from './message/probe.ts';
export { keyIdOf, type MessageFault } from './message/terms.ts';
export { failedInside, type Observe, observed, type RequestEnv, type Seen } from './observed.ts';
export { createPost, type Outbound, type Post } from './outbound.ts';
export { procedureError, requestSentence } from './procedure-error.ts';
export { callIn, type RelayState } from './relay/call-in.ts';
export { type Callers, createCallers } from './relay/callers.ts';
export { createHub, type Hub } from './relay/hub.ts';
export { notingLink, notingVerbs, type SeenSites, seenSites } from './relay/seen-sites.ts';
export { relayCalls, relayVerbs } from './relay/verbs.ts';
export { type Metrics, requestMetrics } from './request-metrics.ts';
export { fixedDocument, servedDocument } from './served-document.ts';
export { type SiteLink, siteLink } from './site-link.ts';
export { unsignedLink } from './unsigned.ts';
export { WITNESS_PATHS, witnessEndpoint } from './witness/router.ts';
export { Watching, witnessFor } from './witness/watching.ts';
export { createWitness, type Witness, watchesNothing } from './witness/witness.ts';
export { type WitnessLink, witnessLink } from './witness/witness-link.ts';
