import type { z } from 'zod';
import { Id } from '../../contract/index.ts';
import type { Desk } from '../desk.ts';
import type { SignInProblem } from '../page.ts';
import type { Credentials } from '../people/credentials.ts';
import type { AccessContext } from '../shell/env.ts';
import { type Assertion, personSaid, usedPasskey } from './passkeys.ts';
import { fitsPassword } from './password.ts';
import { stepOfCode } from './totp.ts';

/** Who it is, or why that isn't shown. */
export type Shown = { readonly person: string } | { readonly problem: SignInProblem };

/** Under this name tries for nobody are counted: it is no id. */
const NOBODY = '-';

/** Password and code at once: which of them was wrong, or whether there is such a person, nobody is told. */
export async function showPassword(
  desk: Desk,
  c: AccessContext,
  given: { readonly person: string; readonly password: string; readonly code: string },
): Promise<Shown> {
  const person = Id.safeParse(given.person.trim().toLowerCase()).data ?? NOBODY;
  if (!(await desk.tries.take(person, c.get('asker')))) {
    return { problem: 'too-many-tries' };
  }
  const known = person === NOBODY ? undefined : desk.people.read(person);
  const fits = await fitsPassword(given.password, known?.password, desk.stretch);
  if (fits === 'busy') {
    return { problem: 'busy' };
  }
  if (!fits || !useCode(desk, person, given.code)) {
    return { problem: 'not-right' };
  }
  await desk.tries.right(person, c.get('asker'));
  return { person };
}

/** The second factor of somebody who is signed in. */
export async function showCode(desk: Desk, c: AccessContext, person: string): Promise<Shown> {
  if (!(await desk.tries.take(person, c.get('asker')))) {
    return { problem: 'too-many-tries' };
  }
  if (!useCode(desk, person, c.get('form').one('code') ?? '')) {
    return { problem: 'not-right' };
  }
  await desk.tries.right(person, c.get('asker'));
  return { person };
}

/** A passkey's signature over the challenge that this browser got; of `expected`, where somebody is signed in already. */
export async function showPasskey(
  desk: Desk,
  c: AccessContext,
  given: { readonly assertion: z.infer<typeof Assertion>; readonly challenge: string; readonly expected?: string },
): Promise<Shown> {
  const { assertion, challenge } = given;
  const person = given.expected ?? personSaid(assertion) ?? NOBODY;
  if (!(await desk.tries.take(person, c.get('asker')))) {
    return { problem: 'too-many-tries' };
  }
  const passkey = knownPasskey(person === NOBODY ? undefined : desk.people.read(person), assertion.id);
  const used = passkey && (await usedPasskey(assertion, { origin: c.get('origin'), challenge }, passkey));
  const isUsed = used !== undefined && desk.people.update(person, (now) => withCounter(now, used));
  if (!isUsed) {
    return { problem: 'passkey-not-right' };
  }
  await desk.tries.right(person, c.get('asker'));
  return { person };
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

/** Uses a code up. Looked at and written in one step, so that one code lets in once, also when it comes twice at once. */
function useCode(desk: Desk, person: string, code: string): boolean {
  return desk.people.update(person, (now) => {
    const step = now.totp && stepOfCode(code, now.totp, desk.clock.wallMs());
    return now.totp && step !== undefined ? { ...now, totp: { ...now.totp, lastStep: step } } : undefined;
  });
}
