import { Hono } from 'hono';
import type { Metrics } from '../link/index.ts';
import { type Listening, listen } from './serve.ts';

/** Serves `/metrics` on a bind of its own, where one is configured. @throws SfumatoError `port-occupied`. */
export async function serveMetrics(
  metrics: Metrics,
  at: { readonly host: string; readonly port: number } | undefined,
): Promise<Listening | undefined> {
  return at === undefined ? undefined : await listen(metricsApp(metrics), { ...at, setting: 'metrics' });
}

function metricsApp({ text, contentType }: Metrics): Hono {
  const app = new Hono();
  app.get('/metrics', async (c) => c.body(await text(), 200, { 'content-type': contentType }));
  app.notFound((c) => c.json({ error: 'There is nothing here.' }, 404));
  app.onError((_, c) => c.json({ error: 'The metrics could not be read.' }, 500));
  return app;
}
