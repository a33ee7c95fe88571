import { type Clock, type Entropy, LIMITS, randomId } from '../../base/index.ts';
import type { NodeContext } from '../context.ts';
import { alarmKey, type ChannelName } from './alert-log.ts';
import { soundingOf } from './conditions.ts';
import type { AlertsConfig } from './config.ts';
import { courier } from './courier.ts';
import type { Deliver } from './webhook.ts';

/** What alerts work with. */
export interface AlertParts {
  readonly ctx: NodeContext;
  readonly config: AlertsConfig;
  readonly channels: ReadonlyMap<ChannelName, Deliver>;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/** Looks, again and again, whether something needs a person, and tells people. */
export interface Alerts {
  /** Looks once: records what began and what is over, and sets off what is owed. */
  readonly look: () => Promise<void>;
  /** Looks until `stop` is aborted. */
  readonly watch: (stop: AbortSignal) => Promise<void>;
  /** Resolves once no delivery is under way. */
  readonly rest: () => Promise<void>;
}

/**
 * Alerts of a site. Each is raised once, on record before anything is sent, and once more only after it was over; at set intervals,
 * so that when one is sent says nothing about when something happened.
 */
export function createAlerts({ ctx, config, channels, clock, entropy }: AlertParts): Alerts {
  const { journal, alerts: log } = ctx;
  const messenger = courier({ channels, journal, clock });
  let waitsSinceMs: number | undefined;
  const look = async (): Promise<void> => {
    const waits = ctx.guard.state().state === 'waiting';
    waitsSinceMs = waits ? (waitsSinceMs ?? clock.monotonicMs()) : undefined;
    const waitedMs = waitsSinceMs === undefined ? 0 : clock.monotonicMs() - waitsSinceMs;
    const { on, unknown } = soundingOf({ ctx, config, log, waitedMs });
    const kept = new Set([...on, ...unknown].map(alarmKey));
    const over = [...log.on].filter(([key]) => !kept.has(key)).map(([, { id }]) => ({ state: 'over', id }) as const);
    const raised = on
      .filter((alarm) => !log.on.has(alarmKey(alarm)))
      .map(({ kind, subject }) => ({
        ...({ state: 'raised', id: randomId(entropy), kind, subject } as const),
        channels: [...channels.keys()],
      }));
    await Promise.all(
      [...over, ...raised].map((body) => journal.append({ kind: 'alert', actor: 'node', body }).durable),
    );
    for (const { owed, ...alert } of log.owed.values()) {
      messenger.take({ ...alert, site: ctx.config.site }, owed);
    }
  };
  return Object.freeze({
    look,
    async watch(stop: AbortSignal) {
      while (!stop.aborted) {
        await look();
        await clock.until(clock.monotonicMs() + LIMITS.alertLookMs, stop);
      }
    },
    rest: messenger.rest,
  });
}
