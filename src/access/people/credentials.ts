import { z } from 'zod';
import { LIMITS } from '../../base/index.ts';
import { Hash, Id } from '../../contract/index.ts';
import { Stretching } from './stretch.ts';

const Base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/);

/** A password, of which only what scrypt makes of it is kept. */
const Password = z.strictObject({ scrypt: Stretching, hash: Hash });

/** A generator of codes (RFC 6238): its secret in base32, and the last 30-second step whose code was used. */
const Totp = z.strictObject({ secret: z.string().regex(/^[A-Z2-7]{32}$/), lastStep: z.int().nonnegative() });

/** A passkey's public side (WebAuthn). */
const Passkey = z.strictObject({
  id: Base64Url,
  publicKey: Base64Url,
  counter: z.int().nonnegative(),
  addedMs: z.int().positive(),
});

/**
 * Somebody may set up how they sign in, once, until `expiresMs` by the time of the record, which never goes back but stands still while the
 * clock is behind it, and until `wallExpiresMs` by the clock; what was made before there was the latter lacks it. Of the code only its hash is kept.
 */
const Invitation = z.strictObject({
  hash: Hash,
  expiresMs: z.int().positive(),
  wallExpiresMs: z.int().positive().optional(),
  totpSecret: Totp.shape.secret,
});

/** How a person signs in at this site. */
export const Credentials = z.strictObject({
  person: Id,
  password: Password.optional(),
  totp: Totp.optional(),
  passkeys: z.array(Passkey).max(LIMITS.passkeysPerPersonMax).default([]),
  invitation: Invitation.optional(),
  /** How often by then what the person signed in with was taken from them; absent where it never was. */
  generation: z.int().positive().optional(),
});
export type Credentials = z.infer<typeof Credentials>;
export type Invitation = z.infer<typeof Invitation>;
export type Passkey = z.infer<typeof Passkey>;

/** Whether somebody has a way to sign in. */
export function signsIn(credentials: Credentials | undefined): boolean {
  return credentials?.password !== undefined || (credentials?.passkeys.length ?? 0) > 0;
}
