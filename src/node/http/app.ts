import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { LIMITS } from '../../base/index.ts';
import {
  type Answerer,
  bodyUpTo,
  fixedDocument,
  LINK_PATH,
  linkEndpoint,
  procedureError,
  type RequestEnv,
  WITNESS_PATHS,
  witnessEndpoint,
} from '../../link/index.ts';
import type { NodeContext } from '../context.ts';
import { nodeProcedures } from './node-procedures.ts';
import { nodeOpenApi } from './openapi.ts';

/** How a node takes messages. */
export interface NodeLink {
  readonly answerer: Answerer;
  /** The process is to end: whatever waits is let go. */
  readonly stop: AbortSignal;
}

const openApi = fixedDocument(nodeOpenApi);

/** What comes with a request. */
interface Env {
  Bindings: RequestEnv;
}

/** A node's HTTP surface: two probes and the link; the bare procedures only where `listen.unsigned` says so. */
export function nodeApp(ctx: NodeContext, link?: NodeLink): Hono<Env> {
  const app = new Hono<Env>();
  app.use(secureHeaders());
  app.use(bodyUpTo(LIMITS.linkRequestBytesMax));
  app.get('/healthz', (c) => c.json({ live: true }));
  app.get('/readyz', (c) => {
    const ready = ctx.catalog.snapshot() !== undefined && ['none', 'witnessed'].includes(ctx.guard.state().state);
    return c.json({ ready }, ready ? 200 : 503);
  });
  if (link !== undefined) {
    app.post(LINK_PATH, (c) => linkEndpoint(c.req.raw, link.answerer, link.stop));
  }
  const { witness } = ctx;
  if (witness !== undefined) {
    app.on('POST', [...WITNESS_PATHS], (c) => witnessEndpoint(c.req.raw, witness, c.env?.onFailure));
  }
  if (ctx.config.listen.unsigned) {
    app.use('/trpc/*', bodyUpTo(LIMITS.bodyBytesMax));
    app.get('/openapi.json', async (c) => c.body(await openApi(), 200, { 'content-type': 'application/json' }));
    app.all('/trpc/*', (c) => nodeProcedures(ctx, c.req.raw, c.env?.onFailure));
  }
  app.notFound((c) => c.json(procedureError(404, 'There is nothing here.'), 404));
  app.onError((error, c) => {
    c.env?.onFailure?.(error);
    return c.json(procedureError(500, 'The site could not answer.'), 500);
  });
  return app;
}
