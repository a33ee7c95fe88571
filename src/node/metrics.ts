import { Gauge, Registry } from 'prom-client';
import type { MeterState } from '../budget/index.ts';
import { type Metrics, requestMetrics } from '../link/index.ts';
import { type AccountantFacts, parseEpsilon, statedEpsilon } from '../privacy/index.ts';
import { alarmKinds } from './alerts/alert-log.ts';
import type { NodeContext } from './context.ts';

// Nothing here is finer than what askers are told anyway: times by classes, ε by the smallest question, days by the calendar's own
// grid, counts of decisions and records that stand in the log. What the process itself uses (memory, processor, waits) depends on
// what questions read, and is left out for that.

const NANO = 1_000_000_000;
const DAY_MS = 86_400_000;

/** The metrics of a site. */
export function nodeMetrics(ctx: NodeContext): Metrics {
  const registry = new Registry();
  const observe = requestMetrics(registry);
  for (const { name, help, labels = [], read } of GAUGES) {
    new Gauge({
      name: `sfumato_${name}`,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect() {
        this.reset();
        read(ctx, this);
      },
    });
  }
  return Object.freeze({ observe, text: () => registry.metrics(), contentType: registry.contentType });
}

/** A number that is read when it is scraped. */
interface Read {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  readonly read: (ctx: NodeContext, gauge: Gauge) => void;
}

const GAUGES: readonly Read[] = [
  {
    name: 'queries',
    help: 'Questions by what became of them, over the whole journal.',
    labels: ['decision'],
    read: eachDecision,
  },
  {
    name: 'budget_epsilon_left',
    help: 'What a project has left, rounded down to a multiple of the smallest ε of a question.',
    labels: ['project'],
    read: projectsLeft,
  },
  {
    name: 'publish_age_days',
    help: 'Days since the day of the last publish; absent before the first.',
    read: publishAge,
  },
  {
    name: 'journal_records',
    help: 'Records of the journal.',
    read: ({ journal }, gauge) => gauge.set(journal.records),
  },
  {
    name: 'witnessed',
    help: '1 when all witnesses co-sign, or none is configured; else 0.',
    read: ({ guard }, gauge) => gauge.set(['none', 'witnessed'].includes(guard.state().state) ? 1 : 0),
  },
  { name: 'alerts_on', help: 'Alerts that are on, by kind.', labels: ['kind'], read: alertsOn },
];

function publishAge({ catalog, journal }: NodeContext, gauge: Gauge): void {
  const at = catalog.publishedMs();
  if (at !== undefined) {
    gauge.set(Math.floor(journal.nowMs() / DAY_MS) - Math.floor(at / DAY_MS));
  }
}

function eachDecision({ decisionCounts }: NodeContext, gauge: Gauge): void {
  for (const [decision, count] of decisionCounts.counts) {
    gauge.set({ decision }, count);
  }
}

function projectsLeft({ budget, policy }: NodeContext, gauge: Gauge): void {
  const grid = parseEpsilon(policy.document.disclosure.epsilonPerQuestion.value.min) ?? 1n;
  const { facts } = budget.accountant();
  for (const meter of budget.meters().filter(({ id }) => id.startsWith('project:'))) {
    const nano = nanoLeft(meter, facts);
    gauge.set({ project: meter.id.slice('project:'.length) }, Number(nano - (nano % grid)) / NANO);
  }
}

/** What is left in nano-ε; where losses are counted in zCDP, the ε that the ρ left comes to at the declared δ. */
function nanoLeft({ left: [amount = 0n] }: MeterState, facts: AccountantFacts): bigint {
  if (facts.kind === 'pure') {
    return amount;
  }
  return amount === 0n ? 0n : BigInt(Math.floor(Number(statedEpsilon(amount, facts.delta)) * NANO));
}

function alertsOn({ alerts }: NodeContext, gauge: Gauge): void {
  for (const kind of alarmKinds) {
    gauge.set({ kind }, [...alerts.on.values()].filter((alert) => alert.kind === kind).length);
  }
}
