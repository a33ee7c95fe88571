import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { LIMITS } from '../../base/index.ts';
import { type Answerer, LINK_PATH, linkEndpoint, WITNESS_PATHS, witnessEndpoint } from '../../link/index.ts';
import type { CoordinatorContext } from '../context.ts';
import { coordinatorRouter } from './router.ts';

/** How the relay takes calls of sites. */
export interface RelaySurface {
  readonly answerer: Answerer;
  /** The process is to end: whatever waits is let go. */
  readonly stop: AbortSignal;
}

/** The coordinator's HTTP surface; with a relay it also takes the calls of sites, whose messages may carry answers. */
export function coordinatorApp(ctx: CoordinatorContext, relay?: RelaySurface): Hono {
  const app = new Hono();
  const onError = (c: Context) => c.json({ error: 'The request is too long.' }, 413);
  app.use(secureHeaders());
  if (relay !== undefined) {
    app.post(LINK_PATH, bodyLimit({ maxSize: LIMITS.linkMessageBytesMax, onError }), (c) =>
      linkEndpoint(c.req.raw, relay.answerer, relay.stop),
    );
  }
  app.use(bodyLimit({ maxSize: LIMITS.bodyBytesMax, onError }));
  app.get('/healthz', (c) => c.json({ live: true }));
  app.get('/readyz', (c) => c.json({ ready: true }));
  app.on('POST', [...WITNESS_PATHS], (c) => witnessEndpoint(c.req.raw, ctx.witness));
  app.all('/trpc/*', (c) =>
    fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: coordinatorRouter,
      createContext: () => ctx,
      // A streamed reply has the form of a batch, of one call.
      allowBatching: true,
      maxBatchSize: 1,
    }),
  );
  app.notFound((c) => c.json({ error: 'There is nothing here.' }, 404));
  app.onError((_, c) => c.json({ error: 'The coordinator could not do this.' }, 500));
  return app;
}
