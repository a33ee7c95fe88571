import {
  bytesToHex,
  type Entropy,
  equalBytes,
  hexToBytes,
  LIMITS,
  randomId,
  sha256,
  utf8ToBytes,
} from '../../base/index.ts';
import type { Credentials, Invitation } from '../people/credentials.ts';
import type { PeopleFolder } from '../people/people-folder.ts';
import { freshTotpSecret } from './totp.ts';

/** What an invitation is made with. */
export interface Inviting {
  readonly people: PeopleFolder;
  readonly entropy: Entropy;
  readonly now: Now;
  readonly validMs: number;
}

/** By which an invitation runs out: the first of the two does it. In milliseconds since 1970-01-01 UTC. */
export interface Now {
  /** By the site's record: it never goes back, and stands still while the clock is behind it. */
  readonly nowMs: number;
  /** By the clock, which may be set back. */
  readonly wallMs: number;
}

/**
 * Lets a person set up how they sign in, once: gives the code, 128 bits in eight groups. An earlier invitation is void from then on;
 * what they sign in with until now goes on until the code is used.
 */
export function invite(person: string, { people, entropy, now, validMs }: Inviting): string {
  const code = randomId(entropy);
  const lastsMs = Math.min(validMs, LIMITS.invitationMsMax);
  people.update(person, (before) => ({
    ...before,
    invitation: {
      hash: hashOf(code),
      expiresMs: Math.trunc(now.nowMs) + lastsMs,
      wallExpiresMs: Math.trunc(now.wallMs) + lastsMs,
      totpSecret: freshTotpSecret(entropy),
    },
  }));
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** Takes from a person all they sign in with, which ends their sessions; their sealed deciding key stays. */
export function takeFactors(person: string, people: PeopleFolder): void {
  people.update(person, ({ invitation }) => ({ person, passkeys: [], ...(invitation && { invitation }) }));
}

/** Whether an invitation is still good. */
export function isOpen({ expiresMs, wallExpiresMs = Infinity }: Invitation, { nowMs, wallMs }: Now): boolean {
  return nowMs < expiresMs && wallMs < wallExpiresMs;
}

/** Whom a code invites; `undefined` when it is nobody's, used or too late. */
export function invitedBy(code: string, people: PeopleFolder, now: Now): Credentials | undefined {
  const hash = hexToBytes(hashOf(code));
  // Every file is looked at, so that how long it takes says nothing.
  const found = people.list().flatMap((person) => {
    const credentials = people.read(person);
    const { invitation } = credentials ?? {};
    const isIt = invitation !== undefined && equalBytes(hexToBytes(invitation.hash), hash) && isOpen(invitation, now);
    return credentials !== undefined && isIt ? [credentials] : [];
  });
  return found[0];
}

/** Hyphens, spaces and case don't matter. */
function hashOf(code: string): string {
  const digits = code.toLowerCase().replaceAll(/[\s-]/g, '');
  return bytesToHex(sha256(utf8ToBytes(`sfumato/invitation/v1\n${digits}`)));
}
