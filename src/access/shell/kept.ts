import { type Kept, PATHS } from '../page.ts';
import type { AccessContext } from './env.ts';
import type { Form } from './form.ts';

/** What is never given back: a page holds no secret that was typed, no list of patients, and no token of another moment. */
const SECRET = /(^|-)(csrf|password|passphrase|again|code|invitation|patients)$/;

/**
 * What somebody wrote in a form that is not taken for its token, so that it isn't lost: only what was sent from a page of ours gets so far.
 * Its page sends it again by a token that the sender has: that of the session of now, else the one that came, which holds again once its person
 * has signed in.
 */
export function keptOf(c: AccessContext, form: Form): Kept | undefined {
  const { pathname } = new URL(c.req.url);
  const fields = form.entries().filter(([name]) => !SECRET.test(name));
  const isOfAccess = Object.values(PATHS).some((path) => path === pathname);
  if (isOfAccess || fields.every(([, value]) => value.trim() === '')) {
    return undefined;
  }
  const isSignedIn = c.get('session') !== undefined;
  const csrf = isSignedIn ? c.get('csrfToken')() : (form.one('csrf') ?? '');
  return { action: pathname, csrf, isSignedIn, fields };
}
