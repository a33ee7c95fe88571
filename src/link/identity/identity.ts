import { agreementKeyOf, publicKeyOf } from '../../base/index.ts';
import type { Peer, PeerRole } from './peer.ts';

/**
 * A party's secret side: two keys of 32 bytes, each for one purpose. They are made apart, not derived from one another, so that
 * neither purpose rests on an argument about the other, and each can be replaced alone.
 */
export interface LinkKeys {
  /** Ed25519: signs messages, and whatever else carries its own label. */
  readonly signing: Uint8Array;
  /** X25519: opens what was sealed to this party. */
  readonly opening: Uint8Array;
}

/** Who this process is to its peers. */
export interface LinkIdentity extends LinkKeys {
  readonly role: PeerRole;
  readonly name: string;
}

const PUBLIC_SIDES = new WeakMap<LinkIdentity, Peer>();

/** What others may know of it; worked out once, since every message needs it and each key costs a multiplication. */
export function peerOf(identity: LinkIdentity): Peer {
  const known = PUBLIC_SIDES.get(identity);
  if (known !== undefined) {
    return known;
  }
  const { role, name, signing, opening } = identity;
  const peer = Object.freeze({ role, name, signing: publicKeyOf(signing), opening: agreementKeyOf(opening) });
  PUBLIC_SIDES.set(identity, peer);
  return peer;
}
