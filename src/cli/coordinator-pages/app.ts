import type { Hono } from 'hono';
import { type AccessEnv, createSessions, createShell } from '../../access/index.ts';
import {
  assetRoutes,
  drawResearchFault,
  type FederationDesk,
  federationRoutes,
  preferenceRoutes,
} from '../../dashboard/index.ts';
import { tellPageFailure } from '../server/log.ts';
import type { Shell } from '../shell.ts';

interface Pages {
  readonly shell: Pick<Shell, 'clock' | 'entropy' | 'terminal'>;
  readonly desk: FederationDesk;
  readonly origin?: string | undefined;
  readonly proxies: readonly string[];
}

/** A coordinator's pages behind the shell that all pages stand behind. Nobody signs in: there is nothing that isn't public. */
export function coordinatorPagesApp({
  shell: { clock, entropy, terminal },
  desk,
  origin,
  proxies,
}: Pages): Hono<AccessEnv> {
  const frame = { policy: undefined, coordinator: desk.name };
  const shell = createShell({
    site: desk.name,
    sessions: createSessions({ clock, entropy }),
    clock,
    entropy,
    origin,
    proxies,
    draw: (c, page, status) =>
      drawResearchFault(c, frame, { code: page.kind === 'fault' ? page.code : 'failed', status }),
    onRequest: () => undefined,
    onFailure: tellPageFailure({ terminal }),
  });
  return shell.app((app) => {
    assetRoutes(app);
    preferenceRoutes(app);
    app.route('/', federationRoutes(desk));
  });
}
