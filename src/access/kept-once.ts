import { type Clock, dropOldest, LIMITS } from '../base/index.ts';

/** What is kept until somebody comes back for it: once, and within a time. */
export interface KeptOnce<V> {
  keep(key: string, value: V): void;
  /** What was kept; afterwards it is gone. */
  take(key: string): V | undefined;
}

/** Keeps each for `ms`, and of more than `LIMITS.challengesMax` not the oldest. */
export function keptOnce<V>(clock: Clock, ms: number): KeptOnce<V> {
  const open = new Map<string, { readonly value: V; readonly untilMs: number }>();
  return Object.freeze({
    keep(key, value) {
      open.delete(key);
      open.set(key, { value, untilMs: clock.monotonicMs() + ms });
      dropOldest(open, LIMITS.challengesMax);
    },
    take(key) {
      const kept = open.get(key);
      open.delete(key);
      return kept !== undefined && clock.monotonicMs() < kept.untilMs ? kept.value : undefined;
    },
  } satisfies KeptOnce<V>);
}
