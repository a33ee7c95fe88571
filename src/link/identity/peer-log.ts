import { z } from 'zod';
import { Id } from '../../contract/index.ts';
import { type Disk, type Fold, readJournal } from '../../journal/index.ts';
import { fingerprintOf, type Peer, peerId } from './peer.ts';

const PARTY = /^(site|coordinator)\//;

/**
 * What became of another party's enrolment here: the body of a `peer` record. The party is named as `sfumato link show` does, the
 * fingerprint is the one that people compared; of a party that is forgotten it is the last.
 */
const PeerRecord = z.strictObject({
  change: z.enum(['enrolled', 'replaced', 'forgotten']),
  party: z.string().refine((text) => PARTY.test(text) && Id.safeParse(text.replace(PARTY, '')).success),
  fingerprint: z.string().regex(/^[0-9a-f]{4}(-[0-9a-f]{4}){9}$/),
});
export type PeerRecord = z.infer<typeof PeerRecord>;

/** Whom a party trusts, as its journal has it. */
export interface PeerLog extends Fold {
  /** The fingerprint of every party that is enrolled, by the party's name. */
  readonly pinned: () => ReadonlyMap<string, string>;
  /** Whether a party was trusted under this fingerprint, and then forgotten or given another. */
  readonly wasLetGo: (party: string, fingerprint: string) => boolean;
}

/** An empty log, to be filled by the journal's replay. Folders from before there were such records have none. */
export function createPeerLog(): PeerLog {
  const pinned = new Map<string, string>();
  const letGo = new Set<string>();
  return Object.freeze({
    kinds: Object.freeze({ peer: PeerRecord }),
    apply({ body }) {
      const { change, party, fingerprint } = PeerRecord.parse(body);
      const before = pinned.get(party);
      if (before !== undefined && (change === 'forgotten' || before !== fingerprint)) {
        letGo.add(`${party} ${before}`);
      }
      if (change === 'forgotten') {
        pinned.delete(party);
      } else {
        pinned.set(party, fingerprint);
      }
    },
    pinned: () => pinned,
    wasLetGo: (party, fingerprint) => letGo.has(`${party} ${fingerprint}`),
  } satisfies PeerLog);
}

/** Whom a journal says that its party trusts, for who only reads it. */
export function pinnedIn(disk: Disk): ReadonlyMap<string, string> {
  const log = createPeerLog();
  for (const record of readJournal(disk)) {
    if (record.kind === 'peer') {
      log.apply(record);
    }
  }
  return log.pinned();
}

/** What a list of peers changes in what is on record. */
export function changesOf(pinned: ReadonlyMap<string, string>, peers: readonly Peer[]): readonly PeerRecord[] {
  const listed = new Map(peers.map((peer) => [peerId(peer), fingerprintOf(peer)]));
  const gone = [...pinned].filter(([party]) => !listed.has(party));
  return [
    ...gone.map(([party, fingerprint]) => ({ change: 'forgotten' as const, party, fingerprint })),
    ...[...listed].flatMap(([party, fingerprint]): readonly PeerRecord[] => {
      const before = pinned.get(party);
      const change = before === undefined ? 'enrolled' : 'replaced';
      return before === fingerprint ? [] : [{ change, party, fingerprint }];
    }),
  ];
}
