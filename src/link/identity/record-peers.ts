import type { Journal } from '../../journal/index.ts';
import type { Peer } from './peer.ts';
import { changesOf, type PeerLog } from './peer-log.ts';

/** Who changes whom a party trusts; the one party that is changed, where it isn't the whole list. */
export interface Changing {
  readonly actor: string;
  readonly party?: string;
}

/**
 * Puts on record what a list of peers changes. A start does so for what came into the file by another way, before anybody of it is
 * listened to; whoever changes one party has nothing else put on record in their name.
 */
export async function recordPeers(
  { journal, peerLog }: { readonly journal: Journal; readonly peerLog: PeerLog },
  peers: readonly Peer[],
  { actor, party }: Changing,
): Promise<void> {
  const changes = changesOf(peerLog.pinned(), peers);
  for (const body of changes.filter((one) => party === undefined || one.party === party)) {
    await journal.append({ kind: 'peer', actor, body: { ...body } }).durable;
  }
}
