import type { AccessContext } from '../../access/index.ts';
import { MessagePage, NotFoundPage } from '../layout/error-pages.tsx';
import { answerPage } from '../layout/page.tsx';
import { SITE } from '../texts/site.table.ts';
import { rolesText } from './names.ts';
import { createNotices } from './notices.ts';
import { pageOf, refusalOf, type SitePagesParts, type Visit, visitOf } from './visit.ts';

/** What draws a page for a visit. */
export type Handler = (visit: Visit, c: AccessContext) => Promise<Response>;

/** Turns a handler into a route: what the visitor's roles don't allow is said in words, and stale factors are asked for again. */
export type Guard = (handler: Handler) => (c: AccessContext) => Promise<Response>;

/** The guard of a site's pages. */
export function guardOf(parts: SitePagesParts): Guard {
  const notices = createNotices(parts.nowMs);
  return (handler) => async (c) => {
    const visit = visitOf(c, parts, notices);
    try {
      return await handler(visit, c);
    } catch (error) {
      return refused(visit, c, error);
    }
  };
}

function refused({ view, roles }: Visit, c: AccessContext, error: unknown) {
  const { say } = view;
  switch (refusalOf(error)) {
    case 'not-allowed': {
      const sentence =
        roles.length === 0 ? say(SITE.notEnrolled) : say(SITE.notAllowedWhy, { roles: rolesText(say, roles) });
      return answerPage(c, <MessagePage view={view} title={say(SITE.notAllowed)} sentence={sentence} />, 403);
    }
    case 'not-fresh':
      return c.redirect(`/step-up?next=${encodeURIComponent(pageOf(c.req.method, c.req.path))}`, 303);
    default:
      throw error;
  }
}

/** The page for what isn't there. */
export function missing({ view }: Visit, c: AccessContext) {
  return answerPage(c, <NotFoundPage view={view} />, 404);
}
