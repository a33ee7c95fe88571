import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../access/index.ts';
import { pageOf } from './visit.ts';

/** Takes a form at a path of its own; whoever enters that address, as it stands there after a form came to nothing, comes to its page. */
export function formRoute(app: Hono<AccessEnv>, path: string, take: (c: AccessContext) => Promise<Response>): void {
  app.get(path, (c) => c.redirect(pageOf('POST', new URL(c.req.url).pathname), 303));
  app.post(path, take);
}
