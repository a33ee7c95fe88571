import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { LIMITS } from '../../base/index.ts';
import type { NodeContext } from '../context.ts';
import { nodeRouter } from './router.ts';

/** A node's HTTP surface: two probes and the procedures. */
export function nodeApp(ctx: NodeContext): Hono {
  const app = new Hono();
  app.use(secureHeaders());
  app.use(
    bodyLimit({ maxSize: LIMITS.bodyBytesMax, onError: (c) => c.json({ error: 'The request is too long.' }, 413) }),
  );
  app.get('/healthz', (c) => c.json({ live: true }));
  app.get('/readyz', (c) => {
    const ready = ctx.catalog.snapshot() !== undefined && ['none', 'witnessed'].includes(ctx.guard.state().state);
    return c.json({ ready }, ready ? 200 : 503);
  });
  app.all('/trpc/*', (c) =>
    fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: nodeRouter,
      createContext: () => ctx,
      allowBatching: false,
    }),
  );
  app.notFound((c) => c.json({ error: 'There is nothing here.' }, 404));
  app.onError((_, c) => c.json({ error: 'The site could not answer.' }, 500));
  return app;
}
