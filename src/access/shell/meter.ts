import { RateLimiterMemory } from 'rate-limiter-flexible';

/** How often something may be tried under one key. */
export interface TryMeter {
  /** Counts one try; `false` once there were too many. Counted before it is looked at, so that tries at once don't pass together. */
  take(key: string): Promise<boolean>;
  /** The try was right: what was counted under the key is forgotten. */
  forget(key: string): Promise<void>;
  /** Takes one try back. */
  giveBack(key: string): Promise<void>;
}

/** So many tries a window, in memory; the window begins with the first try. */
export function createTryMeter({ tries, windowMs }: { readonly tries: number; readonly windowMs: number }): TryMeter {
  const limiter = new RateLimiterMemory({ points: tries, duration: windowMs / 1_000 });
  return Object.freeze({
    async take(key: string) {
      try {
        await limiter.consume(key);
        return true;
      } catch (refused) {
        if (refused instanceof Error) {
          throw refused;
        }
        return false;
      }
    },
    forget: async (key: string) => void (await limiter.delete(key)),
    giveBack: async (key: string) => void (await limiter.reward(key)),
  });
}
