import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { LIMITS } from '../../base/index.ts';
import type { CoordinatorContext } from '../context.ts';
import { coordinatorRouter } from './router.ts';

/** The coordinator's HTTP surface. */
export function coordinatorApp(ctx: CoordinatorContext): Hono {
  const app = new Hono();
  app.use(secureHeaders());
  app.use(
    bodyLimit({ maxSize: LIMITS.bodyBytesMax, onError: (c) => c.json({ error: 'The request is too long.' }, 413) }),
  );
  app.get('/healthz', (c) => c.json({ live: true }));
  app.get('/readyz', (c) => c.json({ ready: true }));
  app.all('/trpc/*', (c) =>
    fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: coordinatorRouter,
      createContext: () => ctx,
      allowBatching: false,
    }),
  );
  app.notFound((c) => c.json({ error: 'There is nothing here.' }, 404));
  app.onError((_, c) => c.json({ error: 'The coordinator could not do this.' }, 500));
  return app;
}
