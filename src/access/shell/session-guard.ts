import { PATHS } from '../page.ts';
import type { Session } from '../sessions/session.ts';
import type { AccessContext, AccessMiddleware } from './env.ts';

/** Lets signed-in people through; sends others to the sign-in, and back afterwards. */
export const requireSession: AccessMiddleware = async (c, next) => {
  if (c.get('session') === undefined) {
    const isPage = c.req.method === 'GET' || c.req.method === 'HEAD';
    return c.redirect(`${PATHS.signIn}?next=${encodeURIComponent(isPage ? hereOf(c) : '/')}`, 303);
  }
  return await next();
};

/** Who is signed in. @throws Error on a page that stands before `requireSession`. */
export function sessionOf(c: AccessContext): Session {
  const session = c.get('session');
  if (session === undefined) {
    throw new Error('this page is behind requireSession');
  }
  return session;
}

/** Asks for both factors again; `next` is the page of ours to come back to. */
export function stepUp(c: AccessContext, next: string): Response {
  return c.redirect(`${PATHS.stepUp}?next=${encodeURIComponent(safeNext(next))}`, 303);
}

/** The token for the field `csrf` of each form. */
export function csrfToken(c: AccessContext): string {
  return c.get('csrfToken')();
}

/** A path of ours, whatever was asked for: never another site. */
export function safeNext(path: string | undefined): string {
  return path !== undefined && path.length <= 500 && /^\/(?![/\\])[\w\-./?=&%~:,+]*$/.test(path) ? path : '/';
}

function hereOf(c: AccessContext): string {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname}${search}`;
}
