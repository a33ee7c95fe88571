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
import type { Credentials } from '../people/credentials.ts';
import type { PeopleFolder } from '../people/people-folder.ts';
import { freshTotpSecret } from './totp.ts';

/** What an invitation is made with. */
export interface Inviting {
  readonly people: PeopleFolder;
  readonly entropy: Entropy;
  readonly nowMs: number;
  readonly validMs: number;
}

/**
 * Lets a person set up how they sign in, once: gives the code, 128 bits in eight groups. An earlier invitation is void from then on;
 * what they sign in with until now goes on until the code is used.
 */
export function invite(person: string, { people, entropy, nowMs, validMs }: Inviting): string {
  const code = randomId(entropy);
  people.update(person, (before) => ({
    ...before,
    invitation: {
      hash: hashOf(code),
      expiresMs: Math.trunc(nowMs) + Math.min(validMs, LIMITS.invitationMsMax),
      totpSecret: freshTotpSecret(entropy),
    },
  }));
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** Takes from a person all they sign in with, which ends their sessions; their sealed deciding key stays. */
export function takeFactors(person: string, people: PeopleFolder): void {
  people.update(person, ({ invitation }) => ({ person, passkeys: [], ...(invitation && { invitation }) }));
}

/** Whom a code invites; `undefined` when it is nobody's, used or too late. */
export function invitedBy(code: string, people: PeopleFolder, nowMs: number): Credentials | undefined {
  const hash = hexToBytes(hashOf(code));
  // Every file is looked at, so that how long it takes says nothing.
  const found = people.list().flatMap((person) => {
    const credentials = people.read(person);
    const { invitation } = credentials ?? {};
    const isIt =
      invitation !== undefined && equalBytes(hexToBytes(invitation.hash), hash) && nowMs < invitation.expiresMs;
    return credentials !== undefined && isIt ? [credentials] : [];
  });
  return found[0];
}

/** Hyphens, spaces and case don't matter. */
function hashOf(code: string): string {
  const digits = code.toLowerCase().replaceAll(/[\s-]/g, '');
  return bytesToHex(sha256(utf8ToBytes(`sfumato/invitation/v1\n${digits}`)));
}
