import type { Journal } from '../../journal/index.ts';
import type { Peer } from '../../link/index.ts';
import { changesOf, type PeerLog } from './peer-log.ts';

/**
 * Puts on record what a list of peers changes, in the name of who changed it. A start does so for what came into the file by
 * another way, before anybody of it is listened to.
 */
export async function recordPeers(
  { journal, peerLog }: { readonly journal: Journal; readonly peerLog: PeerLog },
  peers: readonly Peer[],
  actor: string,
): Promise<void> {
  for (const body of changesOf(peerLog.pinned(), peers)) {
    await journal.append({ kind: 'peer', actor, body: { ...body } }).durable;
  }
}
