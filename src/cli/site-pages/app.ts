import type { Hono } from 'hono';
import { type Access, type AccessEnv, requireSession } from '../../access/index.ts';
import { type Entropy, randomId } from '../../base/index.ts';
import { assetRoutes, preferenceRoutes, sitePages } from '../../dashboard/index.ts';
import type { OpenNode } from '../../node/index.ts';

/** What the pages of a site are put together from. */
export interface SitePagesOptions {
  readonly node: OpenNode;
  readonly access: Access;
  readonly entropy: Entropy;
  /** Further pages that ask for no session. */
  readonly more?: (app: Hono<AccessEnv>) => void;
}

/** A site's pages behind the sign-in: whoever isn't signed in sees that alone, and the style sheet. */
export function sitePagesApp({ node, access, entropy, more = () => undefined }: SitePagesOptions): Hono<AccessEnv> {
  const { ctx } = node;
  return access.app((app) => {
    assetRoutes(app);
    preferenceRoutes(app);
    more(app);
    app.use(requireSession);
    sitePages(app, {
      site: ctx.config.site,
      run: node.run,
      policy: () => ctx.policy.name,
      standingOf: (person) => ctx.governance.standingOf(person),
      useKey: access.useDecidingKey,
      nowMs: () => ctx.journal.nowMs(),
      randomId: () => randomId(entropy),
    });
  });
}
