import type { Hono } from 'hono';
import { Id } from '../../contract/index.ts';
import { type Desk, drawProblem, freshen, letIn, tell } from '../desk.ts';
import { PATHS, type SignInProblem, type SignInWay } from '../page.ts';
import type { AccessContext, AccessEnv } from '../shell/env.ts';
import { requireSession, safeNext, sessionOf } from '../shell/session-guard.ts';
import { type Shown, showAgain, showPassword } from './factors.ts';
import { hasPasskeys } from './passkeys.ts';

/** Signing in by password and code, and showing both again. */
export function addSignInPages(app: Hono<AccessEnv>, desk: Desk): void {
  app.get(PATHS.signIn, (c) =>
    c.get('session') === undefined ? signInPage(desk, c) : c.redirect(safeNext(c.req.query('next')), 303),
  );
  app.post(PATHS.signIn, async (c) => {
    const field = (name: string): string => c.get('form').one(name) ?? '';
    const given = { person: field('person'), password: field('password'), code: field('code') };
    const shown = await showPassword(desk, c, given);
    if ('problem' in shown) {
      refused(desk, c, given.person.trim().toLowerCase());
      return await signInPage(desk, c, shown.problem);
    }
    letIn(desk, c, { person: shown.person, method: 'password', strongAgeMs: 0 });
    return c.redirect(safeNext(field('next')), 303);
  });
  app.get(PATHS.stepUp, requireSession, (c) => stepUpPage(desk, c));
  app.post(PATHS.stepUp, requireSession, async (c) => {
    const { person } = sessionOf(c);
    const field = (name: string): string => c.get('form').one(name) ?? '';
    const shown: Shown = await showAgain(desk, person, { password: field('password'), code: field('code') });
    if ('problem' in shown) {
      tell(desk, c, { kind: 'step-up-refused', person });
      return await stepUpPage(desk, c, shown.problem);
    }
    freshen(desk, c, 0);
    return c.redirect(safeNext(c.get('form').one('next')), 303);
  });
}

/** Tells of a sign-in that was refused. A name that was typed is only told when it is somebody's: people type their password there. */
export function refused(desk: Desk, c: AccessContext, typed?: string): void {
  tell(desk, c, { kind: 'sign-in-refused', person: desk.people.list().find((known) => known === typed) });
}

async function signInPage(desk: Desk, c: AccessContext, problem?: SignInProblem): Promise<Response> {
  const ways: SignInWay[] = hasPasskeys(c.get('origin')) ? ['password', 'passkey'] : ['password'];
  // People type their password there: only what could be a name comes back.
  const person = problem === undefined ? undefined : Id.safeParse(c.get('form').one('person')?.trim()).data;
  return await drawProblem(desk, c, {
    kind: 'sign-in',
    problem,
    next: nextOf(c),
    ways,
    person,
    hasEnded: c.get('hasEnded'),
  });
}

async function stepUpPage(desk: Desk, c: AccessContext, problem?: SignInProblem): Promise<Response> {
  const { person } = sessionOf(c);
  const known = desk.people.read(person);
  const ways: SignInWay[] = known?.totp === undefined ? [] : ['password'];
  if (known !== undefined && known.passkeys.length > 0 && hasPasskeys(c.get('origin'))) {
    ways.push('passkey');
  }
  return await drawProblem(desk, c, { kind: 'step-up', problem, next: nextOf(c), person, ways });
}

function nextOf(c: AccessContext): string {
  return safeNext(c.get('form').one('next') ?? c.req.query('next'));
}
