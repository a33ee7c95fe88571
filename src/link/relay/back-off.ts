import { type Clock, type Entropy, LIMITS, randomBytes } from '../../base/index.ts';

/** Waits between tries that fail: each may be twice as long as the last, up to `LIMITS.linkRetryMsMax`, at a random moment of it. */
export interface BackOff {
  wait(signal: AbortSignal): Promise<void>;
  /** A try succeeded: the next failure waits shortly again. */
  reset(): void;
}

/** A back-off with full jitter, so that many sites that lost one relay don't come back in one moment. */
export function createBackOff({ clock, entropy }: { clock: Clock; entropy: Entropy }): BackOff {
  let longestMs: number = LIMITS.linkRetryMsMin;
  return {
    async wait(signal) {
      const ms = longestMs * jitter(entropy);
      longestMs = Math.min(longestMs * 2, LIMITS.linkRetryMsMax);
      await clock.until(clock.monotonicMs() + ms, signal);
    },
    reset() {
      longestMs = LIMITS.linkRetryMsMin;
    },
  };
}

/** A share of the longest wait, never nothing. */
function jitter(entropy: Entropy): number {
  const [byte = 0] = randomBytes(entropy, 1);
  return (byte + 1) / 256;
}
