import {
  type CoordinatorContext,
  coordinatorApp,
  coordinatorMetrics,
  coordinatorRouteOf,
} from '../../coordinator/index.ts';
import { type Answerer, type Callers, type Observe, observed, type SeenSites } from '../../link/index.ts';
import type { Policy } from '../../policy/index.ts';
import { serveCoordinatorPages } from '../coordinator-pages/serve-pages.ts';
import { type Addresses, type Closable, observeAll, openAddresses } from '../server/addresses.ts';
import { tellFull } from '../server/log.ts';
import { serveMetrics } from '../server/metrics.ts';
import { listen } from '../server/serve.ts';
import type { Shell } from '../shell.ts';

interface Serving {
  readonly ctx: CoordinatorContext;
  readonly answerer: Answerer;
  readonly seen: SeenSites;
  readonly callers: Callers;
  readonly policies: readonly Policy[];
  readonly logged: Observe;
  /** Lets go of the sites that call in. */
  readonly stop: AbortSignal;
  /** Takes what is opened on the way. */
  readonly open: Closable[];
}

/** Serves questions and messages, and metrics and pages where the configuration says so. */
export function serveAll(
  shell: Shell,
  { ctx, answerer, seen, callers, policies, logged, stop, open }: Serving,
): Promise<Addresses> {
  const metrics = coordinatorMetrics(ctx, { seen, callers });
  const observe = observeAll(metrics.observe, logged);
  const app = coordinatorApp(ctx, { answerer, stop });
  const fetch = observed(app.fetch, { ...shell, observe, routeOf: coordinatorRouteOf });
  const place = { ...ctx.config.listen, setting: 'listen', onFull: tellFull(shell, 'listen') } as const;
  return openAddresses(open, {
    messages: () => listen({ fetch }, place),
    metrics: () => serveMetrics({ metrics, ...shell }, ctx.config.metrics),
    pages: (url) => serveCoordinatorPages(shell, { ctx, seen, url, policies }),
  });
}
