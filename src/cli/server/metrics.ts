import { Hono } from 'hono';
import { failureOf } from '../../base/index.ts';
import type { Metrics } from '../../link/index.ts';
import type { Shell } from '../shell.ts';
import { tellFull } from './log.ts';
import { type Listening, listen } from './serve.ts';

/** Serves `/metrics` on a bind of its own, where one is configured. @throws SfumatoError `port-occupied`. */
export async function serveMetrics(
  { metrics, terminal, clock }: { readonly metrics: Metrics } & Pick<Shell, 'terminal' | 'clock'>,
  at: { readonly host: string; readonly port: number } | undefined,
): Promise<Listening | undefined> {
  if (at === undefined) {
    return undefined;
  }
  const onFull = tellFull({ terminal, clock }, 'metrics');
  return await listen(metricsApp(metrics, terminal), { ...at, setting: 'metrics', onFull });
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
