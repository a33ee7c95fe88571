import { join } from 'node:path';
import { nodeDisk } from '../../journal/index.ts';
import { changesOf, type LinkIdentity, type Peer, peerId, pinnedIn, twinOf } from '../../link/index.ts';
import { hasJournal } from '../../node/index.ts';
import { attempt } from './attempt.ts';
import type { Check } from './check.ts';

/** A line of peers.txt that is this party itself, which the file can be given by hand. */
export function ownLineCheck(self: LinkIdentity | string, peers: readonly Peer[]): readonly Check[] {
  if (typeof self === 'string') {
    return [];
  }
  const name = 'own line';
  const twin = twinOf(self, peers);
  if (twin !== undefined) {
    const sentence = `peers.txt gives ${peerId(twin)} a key of this ${self.role}, so it is no other party; take its line out.`;
    return [{ name, state: 'failed', sentence }];
  }
  const isListed = peers.some((peer) => peerId(peer) === peerId(self));
  const sentence = `peers.txt names ${peerId(self)}, which is this ${self.role} itself; take its line out.`;
  return isListed ? [{ name, state: 'warning', sentence }] : [];
}

/** The file of peers can be written by hand; the journal then has something else until the next start. */
export function changesCheck(folder: string, peers: readonly Peer[]): readonly Check[] {
  const pinned = attempt(() => (hasJournal(folder) ? pinnedIn(nodeDisk(join(folder, 'journal'))) : undefined));
  if (pinned === undefined || typeof pinned === 'string') {
    // There is nothing to compare with yet, or the check of the journal says why it can't be read.
    return [];
  }
  const fate = {
    enrolled: 'is in peers.txt without a record',
    replaced: 'has another key in peers.txt than on record',
    forgotten: 'is on record and no longer in peers.txt',
  } as const;
  return changesOf(pinned, peers).map(({ change, party, fingerprint }) => ({
    name: `peer ${party}`,
    state: 'warning',
    sentence: `${party} ${fate[change]} (${fingerprint}); the next start records that, so find out first who changed the file.`,
  }));
}
