import type { Hono } from 'hono';
import { type Desk, tell } from './desk.ts';
import { PATHS } from './page.ts';
import type { AccessContext, AccessEnv } from './shell/env.ts';

/** Signing out here, or everywhere: leads to a page that says so, and says it to nobody who is signed in. */
export function addLeavePages(app: Hono<AccessEnv>, desk: Desk): void {
  app.post(PATHS.signOut, (c) => {
    desk.sessions.end(c.get('browser') ?? '');
    return signedOut(desk, c);
  });
  app.post(PATHS.signOutEverywhere, (c) => {
    desk.sessions.endAllOf(c.get('session')?.person ?? '');
    return signedOut(desk, c);
  });
  for (const path of [PATHS.signOut, PATHS.signOutEverywhere]) {
    app.get(path, (c) => c.redirect('/', 303));
  }
  app.get(PATHS.signedOut, async (c) =>
    c.get('session') === undefined ? await desk.draw(c, { kind: 'signed-out' }, 200) : c.redirect('/', 303),
  );
}

function signedOut(desk: Desk, c: AccessContext): Response {
  const person = c.get('session')?.person;
  if (person !== undefined) {
    tell(desk, c, { kind: 'signed-out', person });
  }
  desk.shell.signedOut(c);
  return c.redirect(PATHS.signedOut, 303);
}
