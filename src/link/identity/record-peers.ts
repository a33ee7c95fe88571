import type { Journal } from '../../journal/index.ts';
import type { Peer } from './peer.ts';
import { changesOf, type PeerLog, type PeerRecord } from './peer-log.ts';

/** Who changes whom a party trusts; the one party that is changed, where it isn't the whole list. */
export interface Changing {
  readonly actor: string;
  readonly party?: string;
}

/**
 * Puts on record what a list of peers changes. A start does so for what came into the file by another way, before anybody of it is
 * listened to; whoever changes one party has nothing else put on record in their name. Gives the changes by which a party is trusted again
 * under a key that was let go before, as an older file that was put back makes them.
 */
export async function recordPeers(
  { journal, peerLog }: { readonly journal: Journal; readonly peerLog: PeerLog },
  peers: readonly Peer[],
  { actor, party }: Changing,
): Promise<readonly PeerRecord[]> {
  const all = changesOf(peerLog.pinned(), peers);
  const changes = all.filter((one) => party === undefined || one.party === party);
  const again = changes.filter((one) => one.change !== 'forgotten' && peerLog.wasLetGo(one.party, one.fingerprint));
  for (const body of changes) {
    await journal.append({ kind: 'peer', actor, body: { ...body } }).durable;
  }
  return again;
}
