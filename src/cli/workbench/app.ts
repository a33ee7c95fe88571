import { Hono } from 'hono';
import { type AccessEnv, createSessions, createShell } from '../../access/index.ts';
import { equalBytes, utf8ToBytes } from '../../base/index.ts';
import {
  assetRoutes,
  type Desk,
  drawResearchFault,
  preferenceRoutes,
  researcherRoutes,
} from '../../dashboard/index.ts';
import { tellPageFailure } from '../server/log.ts';
import type { Shell } from '../shell.ts';

/** The path of the address that is printed at the start. */
export const ENTRY_PATH = '/enter';

interface Entering {
  readonly shell: Pick<Shell, 'clock' | 'entropy' | 'terminal'>;
  readonly desk: Desk;
  /** Opens the pages once. */
  readonly token: string;
}

/** The workbench's HTTP surface: nothing is shown to who didn't come by the printed address, and that works once. */
export function workbenchApp({ shell: { clock, entropy, terminal }, desk, token }: Entering): Hono<AccessEnv> {
  const frame = { policy: desk.policy };
  const sessions = createSessions({ clock, entropy });
  const shell = createShell({
    site: 'workbench',
    sessions,
    clock,
    entropy,
    draw: (c, page, status) =>
      drawResearchFault(c, frame, { code: page.kind === 'fault' ? page.code : 'failed', status }),
    onRequest: () => undefined,
    onFailure: tellPageFailure({ terminal }),
  });
  let isUsed = false;
  return shell.app((app) => {
    const open = new Hono();
    assetRoutes(open);
    preferenceRoutes(open);
    app.route('/', open);
    app.get(ENTRY_PATH, (c) => {
      const given = utf8ToBytes(c.req.query('token') ?? '');
      if (isUsed || !equalBytes(given, utf8ToBytes(token))) {
        return drawResearchFault(c, frame, { code: 'no-entry', status: 403 });
      }
      isUsed = true;
      shell.signedIn(c, sessions.begin({ person: 'researcher', method: 'password', strongAgeMs: undefined }));
      return c.redirect('/', 303);
    });
    app.use(async (c, next) =>
      c.get('session') === undefined ? drawResearchFault(c, frame, { code: 'no-entry', status: 403 }) : await next(),
    );
    app.route('/', researcherRoutes(desk));
  });
}
