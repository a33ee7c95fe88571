import type { z } from 'zod';
import type { Desk } from '../desk.ts';
import type { Credentials } from '../people/credentials.ts';
import type { AccessContext } from '../shell/env.ts';
import { sessionOf } from '../shell/session-guard.ts';
import { NOBODY, type Shown } from './factors.ts';
import { type Assertion, personSaid, usedPasskey } from './passkeys.ts';

/** What a browser's passkey signed over the challenge that it got. */
interface SignedByPasskey {
  readonly assertion: z.infer<typeof Assertion>;
  readonly challenge: string;
}

/** A passkey at the sign-in. */
export async function showPasskey(desk: Desk, c: AccessContext, given: SignedByPasskey): Promise<Shown> {
  const person = personSaid(given.assertion) ?? NOBODY;
  if (!(await desk.tries.take(person, c.get('asker')))) {
    return { problem: 'too-many-tries' };
  }
  if (!(await isPasskeyOf(desk, c, { ...given, person }))) {
    return { problem: 'passkey-not-right' };
  }
  await desk.tries.right(person, c.get('asker'));
  return { person };
}

/** A passkey again, of somebody who is signed in. */
export async function showPasskeyAgain(desk: Desk, c: AccessContext, given: SignedByPasskey): Promise<Shown> {
  const { person } = sessionOf(c);
  if (!(await desk.factorTries.take(person))) {
    return { problem: 'too-many-tries' };
  }
  if (!(await isPasskeyOf(desk, c, { ...given, person }))) {
    return { problem: 'passkey-not-right' };
  }
  await desk.factorTries.right(person);
  return { person };
}

/** Whether a passkey of that person signed; uses its signature up. */
async function isPasskeyOf(
  desk: Desk,
  c: AccessContext,
  { person, assertion, challenge }: SignedByPasskey & { readonly person: string },
): Promise<boolean> {
  const passkey = knownPasskey(person === NOBODY ? undefined : desk.people.read(person), assertion.id);
  const used = passkey && (await usedPasskey(assertion, { origin: c.get('origin'), challenge }, passkey));
  return used !== undefined && desk.people.update(person, (now) => withCounter(now, used));
}

type Passkey = Credentials['passkeys'][number];

function knownPasskey(known: Credentials | undefined, id: string): Passkey | undefined {
  return known?.passkeys.find((one) => one.id === id);
}

/** `undefined` when the passkey is there no more, or was used in between: each signature counts once. */
function withCounter(now: Credentials, used: Passkey): Credentials | undefined {
  const before = knownPasskey(now, used.id);
  const isLater =
    before !== undefined && (used.counter > before.counter || (used.counter === 0 && before.counter === 0));
  return isLater ? { ...now, passkeys: now.passkeys.map((one) => (one.id === used.id ? used : one)) } : undefined;
}
