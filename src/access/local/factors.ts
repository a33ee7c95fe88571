import { Id } from '../../contract/index.ts';
import type { Desk } from '../desk.ts';
import type { SignInProblem } from '../page.ts';
import type { AccessContext } from '../shell/env.ts';
import { fitsPassword } from './password.ts';
import { stepOfCode } from './totp.ts';

/** Who it is, or why that isn't shown. */
export type Shown = { readonly person: string } | { readonly problem: SignInProblem };

/** Under this name tries for nobody are counted: it is no id. */
export const NOBODY = '-';

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
  const problem = await passwordProblem(desk, person, given);
  if (problem !== undefined) {
    return { problem };
  }
  await desk.tries.right(person, c.get('asker'));
  return { person };
}

/** Both factors again, of somebody who is signed in: a code alone would be one. */
export async function showAgain(
  desk: Desk,
  person: string,
  given: { readonly password: string; readonly code: string },
): Promise<Shown> {
  if (!(await desk.factorTries.take(person))) {
    return { problem: 'too-many-tries' };
  }
  const problem = await passwordProblem(desk, person, given);
  if (problem !== undefined) {
    return { problem };
  }
  await desk.factorTries.right(person);
  return { person };
}

/** What is wrong with a password and a code; uses the code up where nothing is. */
async function passwordProblem(
  desk: Desk,
  person: string,
  { password, code }: { readonly password: string; readonly code: string },
): Promise<SignInProblem | undefined> {
  const known = person === NOBODY ? undefined : desk.people.read(person);
  const fits = await fitsPassword(password, known?.password, desk.stretch);
  if (fits === 'busy') {
    return 'busy';
  }
  return fits && useCode(desk, person, code) ? undefined : 'not-right';
}

/** Uses a code up. Looked at and written in one step, so that one code lets in once, also when it comes twice at once. */
function useCode(desk: Desk, person: string, code: string): boolean {
  return desk.people.update(person, (now) => {
    const step = now.totp && stepOfCode(code, now.totp, desk.clock.wallMs());
    return now.totp && step !== undefined ? { ...now, totp: { ...now.totp, lastStep: step } } : undefined;
  });
}
