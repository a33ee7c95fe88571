import { TRPCError } from '@trpc/server';
import { type Clock, LIMITS } from '../base/index.ts';
import { COORDINATOR_ENDS } from '../contract/index.ts';

/** Why sites that were asked are waited for no longer. */
export const LET_GO = 'the coordinator ends';

/** What a coordinator does for askers, which it ends after. */
export interface UnderWay {
  /** Does something for an asker. @throws TRPCError `SERVICE_UNAVAILABLE` once the coordinator ends. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Takes up nothing new, and resolves once nothing is under way: at once, or when sites have answered, for which there is a bound. */
  end(clock: Clock): Promise<void>;
  readonly isEnding: () => boolean;
  /** How many askers wait. */
  readonly count: () => number;
  /** Is aborted, by `LET_GO`, when sites are waited for no longer. */
  readonly letGo: AbortSignal;
}

/** Nothing under way, of a coordinator that goes on. */
export function createUnderWay(): UnderWay {
  const running = new Set<Promise<unknown>>();
  const over = new AbortController();
  let isEnding = false;
  return Object.freeze({
    async during<T>(work: () => Promise<T>): Promise<T> {
      if (isEnding) {
        throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: COORDINATOR_ENDS });
      }
      const mine = work();
      running.add(mine);
      try {
        return await mine;
      } finally {
        running.delete(mine);
      }
    },
    async end(clock: Clock) {
      isEnding = true;
      const idle = new AbortController();
      const done = Promise.allSettled(running).then(() => idle.abort());
      if (running.size > 0) {
        await clock.until(clock.monotonicMs() + LIMITS.coordinatorEndMsMax, idle.signal);
      }
      over.abort(LET_GO);
      // What was let go is put on record.
      await done;
    },
    isEnding: () => isEnding,
    count: () => running.size,
    letGo: over.signal,
  } satisfies UnderWay);
}
