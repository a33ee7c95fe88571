import { Counter, Histogram, type Registry } from 'prom-client';
import { LIMITS } from '../base/index.ts';
import type { Observe } from './observed.ts';

/** What a process tells a monitor. */
export interface Metrics {
  readonly observe: Observe;
  /** The text that is scraped. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/** Counts requests by route and status, and how long they took up to the next of a few times: finer ones could tell what a question read. */
export function requestMetrics(registry: Registry): Observe {
  const shared = { labelNames: ['route', 'status'], registers: [registry] };
  const [first = 0, ...more] = LIMITS.metricSeconds;
  const requests = new Counter({
    name: 'sfumato_http_requests_total',
    help: 'Requests that were answered.',
    ...shared,
  });
  const seconds = new Histogram({
    name: 'sfumato_http_request_seconds',
    help: 'Seconds to the answer, up to the next bound.',
    ...shared,
    buckets: [first, ...more],
  });
  return ({ route, status, ms }) => {
    requests.inc({ route, status });
    const bound = LIMITS.metricSeconds.find((one) => ms <= one * 1_000) ?? more.at(-1) ?? first;
    seconds.observe({ route, status }, bound);
  };
}
