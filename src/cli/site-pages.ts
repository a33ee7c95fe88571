import type { Hono } from 'hono';
import {
  type AccessEnv,
  type AccessLine,
  createShell,
  type Shell as PageShell,
  requireSession,
  type Sessions,
} from '../access/index.ts';
import { type Clock, type Entropy, randomId } from '../base/index.ts';
import { assetRoutes, drawAccess, preferenceRoutes, type SitePagesParts, sitePages } from '../dashboard/index.ts';
import type { OpenNode } from '../node/index.ts';

/** What the pages of a site are put together from. */
export interface SitePagesOptions {
  readonly node: OpenNode;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly sign: SitePagesParts['sign'];
  /** Adds the routes of sign-in, before everything that asks for a session. */
  readonly signIn: (app: Hono<AccessEnv>, shell: PageShell) => void;
  readonly onRequest: (line: AccessLine) => void;
  readonly origin?: string | undefined;
}

/** A site's pages behind the sign-in: whoever isn't signed in sees that alone, and the style sheet. */
export function sitePagesApp(options: SitePagesOptions): Hono<AccessEnv> {
  const { node, sessions, clock, entropy, sign, signIn, onRequest, origin } = options;
  const { ctx } = node;
  const { site } = ctx.config;
  const policy = (): string => ctx.policy.name;
  const shell = createShell({ site, sessions, clock, entropy, draw: drawAccess({ site, policy }), onRequest, origin });
  return shell.app((app) => {
    assetRoutes(app);
    preferenceRoutes(app);
    signIn(app, shell);
    app.use(requireSession);
    sitePages(app, {
      ...{ site, policy, sign, run: node.run },
      standingOf: (person) => ctx.governance.standingOf(person),
      nowMs: () => ctx.journal.nowMs(),
      randomId: () => randomId(entropy),
    });
  });
}
