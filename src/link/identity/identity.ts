import {
  agreementKeyOf,
  type KeyAgreement,
  keyAgreementOf,
  publicKeyOf,
  remembered,
  type Signer,
  signerOf,
} from '../../base/index.ts';
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

/** What others may know of it. */
export const peerOf: (identity: LinkIdentity) => Peer = remembered(({ role, name, signing, opening }) =>
  Object.freeze({ role, name, signing: publicKeyOf(signing), opening: agreementKeyOf(opening) }),
);

/** Signs in the name of a party. */
export const signerFor: (identity: LinkIdentity) => Signer = remembered(({ signing }) => signerOf(signing));

/** Opens what was sealed to a party. */
export const openerFor: (identity: LinkIdentity) => KeyAgreement = remembered(({ opening }) => keyAgreementOf(opening));
