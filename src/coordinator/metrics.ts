import { Gauge, Registry } from 'prom-client';
import { type Callers, type Metrics, requestMetrics, type SeenSites } from '../link/index.ts';
import type { CoordinatorContext } from './context.ts';

const MINUTE_S = 60;

/** What a coordinator hears of sites beside their answers. */
interface Heard {
  readonly seen: SeenSites;
  readonly callers: Callers;
}

/** The metrics of a coordinator: it sees released numbers only, and tells none of them. */
export function coordinatorMetrics(ctx: CoordinatorContext, { seen, callers }: Heard): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const observe = requestMetrics(registry);
  new Gauge({
    name: 'sfumato_questions_open',
    help: 'Questions that sites are answering now.',
    registers,
    collect() {
      this.set(ctx.questions.open().length);
    },
  });
  new Gauge({
    name: 'sfumato_site_outcomes',
    help: 'How sites stood to questions, over the whole journal.',
    registers,
    labelNames: ['site', 'state'],
    collect() {
      for (const [key, count] of ctx.questions.outcomes()) {
        const [site = '', state = ''] = key.split(' ');
        this.set({ site, state }, count);
      }
    },
  });
  new Gauge({
    name: 'sfumato_site_last_seen',
    help: 'When a site was last heard of, in seconds since 1970, to the minute.',
    labelNames: ['site'],
    registers,
    collect() {
      for (const [site, ms] of seen.lastMs) {
        this.set({ site }, Math.floor(ms / 1_000 / MINUTE_S) * MINUTE_S);
      }
    },
  });
  new Gauge({
    name: 'sfumato_site_doubled',
    help: '1 while two processes call in for a site, one a copy of the other; else 0.',
    labelNames: ['site'],
    registers,
    collect() {
      for (const { id } of ctx.config.sites.filter(({ url }) => url === undefined)) {
        this.set({ site: id }, callers.isDoubled(id) ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: 'sfumato_journal_records',
    help: 'Records of the journal.',
    registers,
    collect() {
      this.set(ctx.journal.records);
    },
  });
  return Object.freeze({ observe, text: () => registry.metrics(), contentType: registry.contentType });
}
