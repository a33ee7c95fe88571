import type { Hono } from 'hono';
import { z } from 'zod';
import { type Desk, freshen, letIn, tell } from '../desk.ts';
import { PATHS, type SignInProblem } from '../page.ts';
import type { AccessContext, AccessEnv } from '../shell/env.ts';
import { requireSession, safeNext, sessionOf } from '../shell/session-guard.ts';
import type { ChallengePurpose } from './challenges.ts';
import { showPasskey, showPasskeyAgain } from './passkey-factor.ts';
import { Assertion, assertionOptions } from './passkeys.ts';
import { refused } from './sign-in-pages.ts';

/** What our own script sends once a passkey has signed. */
const Signed = z.strictObject({ response: Assertion, next: z.string().max(1_000).optional() });

/** Signing in by a passkey, and showing it again: calls of our own script. */
export function addPasskeyCalls(app: Hono<AccessEnv>, desk: Desk): void {
  app.post(`${PATHS.passkeySignIn}/options`, async (c) =>
    c.json(await assertionOptions(undefined, challengeFor(desk, c, 'sign-in'))),
  );
  app.post(PATHS.passkeySignIn, async (c) => {
    const signed = await jsonOf(c, Signed);
    const challenge = desk.challenges.take('sign-in', c.get('browser') ?? '');
    if (signed === undefined || challenge === undefined) {
      return problemReply(c, 'passkey-not-right');
    }
    const shown = await showPasskey(desk, c, { assertion: signed.response, challenge });
    if ('problem' in shown) {
      refused(desk, c);
      return problemReply(c, shown.problem);
    }
    letIn(desk, c, { person: shown.person, method: 'passkey', strongAgeMs: 0 });
    return c.json({ next: safeNext(signed.next) });
  });
  app.post(`${PATHS.passkeyStepUp}/options`, requireSession, async (c) => {
    const known = desk.people.read(sessionOf(c).person);
    return c.json(await assertionOptions(known, challengeFor(desk, c, 'step-up')));
  });
  app.post(PATHS.passkeyStepUp, requireSession, async (c) => {
    const { person } = sessionOf(c);
    const signed = await jsonOf(c, Signed);
    const challenge = desk.challenges.take('step-up', c.get('browser') ?? '');
    if (signed === undefined || challenge === undefined) {
      return problemReply(c, 'passkey-not-right');
    }
    const shown = await showPasskeyAgain(desk, c, { assertion: signed.response, challenge });
    if ('problem' in shown) {
      tell(desk, c, { kind: 'step-up-refused', person });
      return problemReply(c, shown.problem);
    }
    freshen(desk, c, 0);
    return c.json({ next: safeNext(signed.next) });
  });
}

/** A challenge for this browser, and where it is asked. */
export function challengeFor(desk: Desk, c: AccessContext, purpose: ChallengePurpose) {
  return { origin: c.get('origin'), challenge: desk.challenges.give(purpose, c.get('browser') ?? '') };
}

/** The body of a call; `undefined` when it isn't what our script sends. */
export async function jsonOf<T>(c: AccessContext, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.safeParse(await c.req.json()).data;
  } catch {
    // Not JSON.
    return undefined;
  }
}

/** Tells our script what was wrong, in the words of a page. */
export function problemReply(c: AccessContext, problem: SignInProblem): Response {
  return c.json({ problem }, problem === 'too-many-tries' || problem === 'busy' ? 429 : 403);
}
