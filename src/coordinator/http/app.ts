import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { LIMITS } from '../../base/index.ts';
import {
  type Answerer,
  bodyUpTo,
  failedInside,
  fixedDocument,
  LINK_PATH,
  linkEndpoint,
  procedureError,
  type RequestEnv,
  WITNESS_PATHS,
  witnessEndpoint,
} from '../../link/index.ts';
import type { CoordinatorContext } from '../context.ts';
import { coordinatorOpenApi } from './openapi.ts';
import { coordinatorRouter } from './router.ts';

/** How the relay takes calls of sites. */
export interface RelaySurface {
  readonly answerer: Answerer;
  /** The process is to end: whatever waits is let go. */
  readonly stop: AbortSignal;
}

const openApi = fixedDocument(coordinatorOpenApi);

/** What comes with a request. */
interface Env {
  Bindings: RequestEnv;
}

/** The coordinator's HTTP surface; with a relay it also takes the calls of sites, whose messages may carry answers. */
export function coordinatorApp(ctx: CoordinatorContext, relay?: RelaySurface): Hono<Env> {
  const app = new Hono<Env>();
  if (relay !== undefined) {
    app.post(LINK_PATH, bodyUpTo(LIMITS.linkMessageBytesMax), (c) =>
      linkEndpoint(c.req.raw, relay.answerer, relay.stop),
    );
  }
  app.use(secureHeaders());
  app.use(bodyUpTo(LIMITS.bodyBytesMax));
  app.get('/healthz', (c) => c.json({ live: true }));
  app.get('/readyz', (c) => {
    const ready = !ctx.underWay.isEnding();
    return c.json({ ready }, ready ? 200 : 503);
  });
  app.on('POST', [...WITNESS_PATHS], (c) => witnessEndpoint(c.req.raw, ctx.witness, c.env?.onFailure));
  app.get('/openapi.json', async (c) => c.body(await openApi(), 200, { 'content-type': 'application/json' }));
  app.all('/trpc/*', (c) =>
    fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: coordinatorRouter,
      createContext: () => tracedContext(ctx, c.env?.requestId),
      onError: failedInside(c.env?.onFailure),
      // A streamed reply has the form of a batch, of one call.
      allowBatching: true,
      maxBatchSize: 1,
    }),
  );
  app.notFound((c) => c.json(procedureError(404, 'There is nothing here.'), 404));
  app.onError((error, c) => {
    c.env?.onFailure?.(error);
    return c.json(procedureError(500, 'The coordinator could not do this.'), 500);
  });
  return app;
}

/** The context of one request: what it asks of sites goes under its id, so that their logs and this one can be read side by side. */
function tracedContext(ctx: CoordinatorContext, requestId: string | undefined): CoordinatorContext {
  return requestId === undefined
    ? ctx
    : { ...ctx, links: new Map([...ctx.links].map(([site, link]) => [site, link.traced(requestId)])) };
}
