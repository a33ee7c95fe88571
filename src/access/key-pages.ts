import type { Hono } from 'hono';
import { LIMITS } from '../base/index.ts';
import { type Desk, drawProblem, tell } from './desk.ts';
import { createJustMade, type JustMade } from './just-made.ts';
import { isLongEnough } from './local/password.ts';
import { PATHS, type SignInProblem } from './page.ts';
import { makeDecidingKey } from './people/deciding-key.ts';
import type { AccessContext, AccessEnv } from './shell/env.ts';
import { requireSession, sessionOf, stepUp } from './shell/session-guard.ts';

/** Making the key that one decides with. Its public half is shown, to be enrolled by a decision of others. */
export function addKeyPages(app: Hono<AccessEnv>, desk: Desk): void {
  const justMade = createJustMade(desk.clock);
  app.get(PATHS.decidingKey, requireSession, (c) => keyPage(desk, c, { made: justMade.take(sessionOf(c).handle) }));
  app.post(PATHS.decidingKey, requireSession, (c) => makeKey(desk, c, justMade));
}

async function makeKey(desk: Desk, c: AccessContext, justMade: JustMade): Promise<Response> {
  const { person } = sessionOf(c);
  const field = (name: string): string => c.get('form').one(name) ?? '';
  if (!isFresh(c)) {
    return stepUp(c, PATHS.decidingKey);
  }
  const problem = await problemOf(desk, person, field);
  tell(desk, c, { kind: problem === undefined ? 'key-made' : 'key-refused', person });
  if (problem !== undefined) {
    return await keyPage(desk, c, { problem, made: false });
  }
  justMade.note(sessionOf(c).handle);
  return c.redirect(PATHS.decidingKey, 303);
}

/** What keeps a key from being made; makes it, where nothing does. */
async function problemOf(
  desk: Desk,
  person: string,
  field: (name: string) => string,
): Promise<SignInProblem | undefined> {
  if (desk.people.key(person) !== undefined && field('replace') !== 'yes') {
    return 'key-there';
  }
  if (!isLongEnough(field('passphrase'))) {
    return 'passphrase-too-short';
  }
  if (field('passphrase') !== field('again')) {
    return 'passwords-differ';
  }
  return (await makeDecidingKey(desk, person, field('passphrase'))) ? undefined : 'busy';
}

async function keyPage(
  desk: Desk,
  c: AccessContext,
  shown: { readonly problem?: SignInProblem; readonly made: boolean },
): Promise<Response> {
  const { person } = sessionOf(c);
  const publicKey = desk.people.key(person)?.publicKey;
  return await drawProblem(desk, c, { kind: 'deciding-key', ...shown, person, publicKey });
}

/** Two factors a moment ago, however the clock was set since. */
function isFresh(c: AccessContext): boolean {
  return (sessionOf(c).strongAgeMs ?? Number.POSITIVE_INFINITY) <= LIMITS.strongMsMax;
}
