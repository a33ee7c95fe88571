import type { Hono } from 'hono';
import { type Desk, tell } from './desk.ts';
import { PATHS } from './page.ts';
import type { AccessContext, AccessEnv } from './shell/env.ts';

/** Signing out here, or everywhere. */
export function addLeavePages(app: Hono<AccessEnv>, desk: Desk): void {
  app.post(PATHS.signOut, async (c) => {
    desk.sessions.end(c.get('browser') ?? '');
    return await signedOut(desk, c);
  });
  app.post(PATHS.signOutEverywhere, async (c) => {
    desk.sessions.endAllOf(c.get('session')?.person ?? '');
    return await signedOut(desk, c);
  });
}

async function signedOut(desk: Desk, c: AccessContext): Promise<Response> {
  const person = c.get('session')?.person;
  if (person !== undefined) {
    tell(desk, c, { kind: 'signed-out', person });
  }
  c.set('session', undefined);
  const page = await desk.draw(c, { kind: 'signed-out' }, 200);
  desk.shell.signedOut(c);
  return page;
}
