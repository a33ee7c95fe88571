import { type Clock, LIMITS } from '../../base/index.ts';

/** How many checkpoints of each log a witness still takes; what it takes it records, so that a log could fill its disk. */
export interface Pace {
  /** Counts one of a log; `false` where there were too many lately. */
  take(origin: string): boolean;
}

interface Left {
  readonly count: number;
  readonly atMs: number;
}

/** A pace of one in `LIMITS.witnessedEveryMs`, and of up to `LIMITS.witnessedAtOnceMax` after a time without. */
export function createPace(clock: Clock): Pace {
  const left = new Map<string, Left>();
  const { witnessedAtOnceMax, witnessedEveryMs } = LIMITS;
  return Object.freeze({
    take(origin) {
      const nowMs = clock.monotonicMs();
      const { count, atMs } = left.get(origin) ?? { count: witnessedAtOnceMax, atMs: nowMs };
      const now = Math.min(witnessedAtOnceMax, count + (nowMs - atMs) / witnessedEveryMs);
      left.set(origin, { count: now < 1 ? now : now - 1, atMs: nowMs });
      return now >= 1;
    },
  } satisfies Pace);
}
