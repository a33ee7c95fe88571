import { isIP } from 'node:net';
import { z } from 'zod';
import { fromBase64Url, toBase64Url, toUtf8, utf8ToBytes } from '../../base/index.ts';
import { Id } from '../../contract/index.ts';
import type { Credentials, Passkey } from '../people/credentials.ts';

const Text = z.string().max(16_384);
const Credential = { id: Text, rawId: Text, type: z.literal('public-key') };

/** The library, loaded with the first passkey: it takes longer than most commands do. */
const webauthn = () => import('@simplewebauthn/server');

/** What a browser made of a request for a new passkey. */
export const Registration = z.object({
  ...Credential,
  response: z.object({ clientDataJSON: Text, attestationObject: Text }),
});

/** What a browser made of a request to sign with a passkey; `userHandle` is the person. */
export const Assertion = z.object({
  ...Credential,
  response: z.object({ clientDataJSON: Text, authenticatorData: Text, signature: Text, userHandle: Text.optional() }),
});

/** What a signature or a new passkey must be for: our origin, and the challenge that this browser was given. */
interface Expected {
  readonly origin: string;
  readonly challenge: string;
}

/** Browsers make no passkeys for an address in numbers. */
export function hasPasskeys(origin: string): boolean {
  return isIP(hostOf(origin).replaceAll(/[[\]]/g, '')) === 0;
}

/** Asks for a new passkey: one that the authenticator finds by itself, and opens by PIN or body, which makes it two factors. */
export async function registrationOptions(
  { person, passkeys }: Credentials,
  asked: { readonly origin: string; readonly challenge: Uint8Array },
) {
  const { generateRegistrationOptions } = await webauthn();
  return await generateRegistrationOptions({
    rpName: 'Sfumato',
    rpID: hostOf(asked.origin),
    userName: person,
    userID: Uint8Array.from(utf8ToBytes(person)),
    challenge: Uint8Array.from(asked.challenge),
    attestationType: 'none',
    excludeCredentials: passkeys.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** Asks for a signature by a passkey; by any, where nobody is known yet. */
export async function assertionOptions(
  known: Credentials | undefined,
  asked: { readonly origin: string; readonly challenge: Uint8Array },
) {
  const { generateAuthenticationOptions } = await webauthn();
  return await generateAuthenticationOptions({
    rpID: hostOf(asked.origin),
    challenge: Uint8Array.from(asked.challenge),
    userVerification: 'required',
    ...(known === undefined ? {} : { allowCredentials: known.passkeys.map(({ id }) => ({ id })) }),
  });
}

/** The new passkey, if all of it fits. */
export async function newPasskey(
  registration: z.infer<typeof Registration>,
  { origin, challenge }: Expected,
  nowMs: number,
): Promise<Passkey | undefined> {
  const { verifyRegistrationResponse } = await webauthn();
  const verified = await fits(() =>
    verifyRegistrationResponse({
      response: { ...registration, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: hostOf(origin),
      requireUserVerification: true,
    }),
  );
  const credential = verified?.registrationInfo?.credential;
  return (
    credential && {
      id: credential.id,
      publicKey: toBase64Url(credential.publicKey),
      counter: credential.counter,
      addedMs: Math.trunc(nowMs),
    }
  );
}

/** The passkey with its new counter, if its signature fits. */
export async function usedPasskey(
  assertion: z.infer<typeof Assertion>,
  { origin, challenge }: Expected,
  passkey: Passkey,
): Promise<Passkey | undefined> {
  const publicKey = Uint8Array.from(fromBase64Url(passkey.publicKey) ?? []);
  const { userHandle, ...response } = assertion.response;
  const { verifyAuthenticationResponse } = await webauthn();
  const verified = await fits(() =>
    verifyAuthenticationResponse({
      response: { ...assertion, response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: hostOf(origin),
      credential: { id: passkey.id, publicKey, counter: passkey.counter },
      requireUserVerification: true,
    }),
  );
  return verified && { ...passkey, counter: verified.authenticationInfo.newCounter };
}

/** Whom an assertion says it is of; nothing is believed yet. */
export function personSaid({ response }: z.infer<typeof Assertion>): string | undefined {
  const bytes = fromBase64Url(response.userHandle ?? '');
  return Id.safeParse(bytes && toUtf8(bytes)).data;
}

/** The library throws for what doesn't fit, with words about what it was: nobody is told. */
async function fits<V extends { readonly verified: boolean }>(verify: () => Promise<V>): Promise<V | undefined> {
  try {
    const result = await verify();
    return result.verified ? result : undefined;
  } catch {
    // Whatever is wrong with it, it is not the passkey that was asked for.
    return undefined;
  }
}

function hostOf(origin: string): string {
  return new URL(origin).hostname;
}
