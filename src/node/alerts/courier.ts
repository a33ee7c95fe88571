import { type Clock, LIMITS } from '../../base/index.ts';
import type { Journal } from '../../journal/index.ts';
import type { Alert } from './alert.ts';
import type { ChannelName } from './alert-log.ts';
import type { Deliver } from './webhook.ts';

/** One alert on one of its ways. */
interface Errand {
  tries: number;
  /** By `monotonicMs`. */
  nextAtMs: number;
  isUnderWay: boolean;
}

/** What a courier works with. */
export interface CourierParts {
  readonly channels: ReadonlyMap<ChannelName, Deliver>;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** Brings alerts to people: each errand by itself, so that a channel that hangs keeps nothing else waiting. */
export interface Courier {
  /** Sets off what is due of an alert and doesn't wait for it. */
  readonly take: (alert: Alert, owed: ReadonlySet<ChannelName>) => void;
  /** Resolves once nothing is under way. */
  readonly rest: () => Promise<void>;
}

/**
 * A courier. An alert is delivered at least once: a process that dies between the delivery and its record delivers it again, under
 * the same id. After `LIMITS.alertTriesMax` tries in one process it is given up, on record.
 */
export function courier({ channels, journal, clock }: CourierParts): Courier {
  const errands = new Map<string, Errand>();
  const underWay = new Set<Promise<void>>();
  const run = async (alert: Alert, channel: ChannelName, errand: Errand): Promise<void> => {
    const state = await tried(channels.get(channel), alert, errand);
    if (state !== undefined) {
      await journal.append({ kind: 'delivery', actor: 'node', body: { id: alert.id, channel, state } }).durable;
    } else {
      errand.nextAtMs = clock.monotonicMs() + pauseMs(errand.tries);
    }
    errand.isUnderWay = false;
  };
  return Object.freeze({
    take(alert: Alert, owed: ReadonlySet<ChannelName>) {
      for (const channel of owed) {
        const key = `${alert.id} ${channel}`;
        const errand = errands.get(key) ?? { tries: 0, nextAtMs: 0, isUnderWay: false };
        errands.set(key, errand);
        if (!errand.isUnderWay && clock.monotonicMs() >= errand.nextAtMs) {
          errand.isUnderWay = true;
          // A journal that stopped ends the process by itself.
          const going = run(alert, channel, errand).catch(() => undefined);
          underWay.add(going);
          void going.then(() => underWay.delete(going));
        }
      }
    },
    async rest() {
      await Promise.all(underWay);
    },
  } satisfies Courier);
}

async function tried(deliver: Deliver | undefined, alert: Alert, errand: Errand) {
  if (deliver === undefined) {
    return 'given-up'; // the configuration doesn't name the channel any more
  }
  errand.tries += 1;
  const isLast = errand.tries >= LIMITS.alertTriesMax;
  try {
    await deliver(alert, isLast);
    return 'delivered';
  } catch {
    return isLast ? 'given-up' : undefined;
  }
}

/** Each pause is twice as long as the last, up to an hour. */
function pauseMs(tries: number): number {
  return Math.min(LIMITS.alertRetryMsMin * 2 ** (tries - 1), LIMITS.alertRetryMsMax);
}
