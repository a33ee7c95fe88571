import { Hono } from 'hono';
import { failureOf } from '../base/index.ts';
import type { Metrics } from '../link/index.ts';
import { type Listening, listen } from './serve.ts';
import type { Shell } from './shell.ts';

/** Serves `/metrics` on a bind of its own, where one is configured. @throws SfumatoError `port-occupied`. */
export async function serveMetrics(
  { metrics, terminal }: { readonly metrics: Metrics; readonly terminal: Shell['terminal'] },
  at: { readonly host: string; readonly port: number } | undefined,
): Promise<Listening | undefined> {
  return at === undefined ? undefined : await listen(metricsApp(metrics, terminal), { ...at, setting: 'metrics' });
}

function metricsApp({ text, contentType }: Metrics, terminal: Shell['terminal']): Hono {
  const app = new Hono();
  app.get('/metrics', async (c) => c.body(await text(), 200, { 'content-type': contentType }));
  app.notFound((c) => c.json({ error: 'There is nothing here.' }, 404));
  app.onError((error, c) => {
    terminal.note(`The metrics could not be read: ${failureOf(error)}.`);
    return c.json({ error: 'The metrics could not be read.' }, 500);
  });
  return app;
}
