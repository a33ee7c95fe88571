import { fromBase64Url, hashText, remembered, toBase64Url, type Verifier, verifierOf } from '../../base/index.ts';
import { Id } from '../../contract/index.ts';

const KEY_BYTES = 32;
const FINGERPRINT_DIGITS = 40;

/** What a party of a federation is. */
export type PeerRole = 'site' | 'coordinator';

/** The public side of a party: who it is, and its two public keys of 32 bytes. */
export interface Peer {
  readonly role: PeerRole;
  readonly name: string;
  /** Ed25519: what it signs is checked with this. */
  readonly signing: Uint8Array;
  /** X25519: what only it may read is sealed to this. */
  readonly opening: Uint8Array;
}

/** A party's public text, one word: `sfumato-link:v1:<role>:<name>:<signing key>:<opening key>`, keys in base64url. */
export function formatPeer({ role, name, signing, opening }: Peer): string {
  return ['sfumato-link', 'v1', role, name, toBase64Url(signing), toBase64Url(opening)].join(':');
}

/** Reads a public text; `undefined` unless `formatPeer` would write exactly this. */
export function parsePeer(text: string): Peer | undefined {
  const [label, version, role, name, first, second, ...rest] = text.split(':');
  const [signing, opening] = [fromBase64Url(first ?? ''), fromBase64Url(second ?? '')];
  const isForm = label === 'sfumato-link' && version === 'v1' && rest.length === 0;
  if (!isForm || (role !== 'site' && role !== 'coordinator') || !Id.safeParse(name).success || name === undefined) {
    return undefined;
  }
  if (signing?.length !== KEY_BYTES || opening?.length !== KEY_BYTES) {
    return undefined;
  }
  return { role, name, signing, opening };
}

/** What people compare over another channel: 160 bits of SHA-256 over the public text, in ten groups of four hex digits. */
export const fingerprintOf: (peer: Peer) => string = remembered((peer) => {
  const digits = hashText('sfumato/link-fingerprint/v1', formatPeer(peer)).slice(0, FINGERPRINT_DIGITS);
  return digits.replaceAll(/(.{4})(?=.)/g, '$1-');
});

/** Checks what a peer signed. */
export const verifierFor: (peer: Peer) => Verifier = remembered(({ signing }) => verifierOf(signing));

/** Whether a person's fingerprint is the peer's; case, spaces and hyphens don't matter, anything else does. */
export function hasFingerprint(peer: Peer, said: string): boolean {
  return said.toLowerCase().replaceAll(/[\s-]/g, '') === fingerprintOf(peer).replaceAll('-', '');
}

/** Under which name a peer is known: role and name, compared whole. */
export function peerId({ role, name }: Pick<Peer, 'role' | 'name'>): string {
  return `${role}/${name}`;
}
