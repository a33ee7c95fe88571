import type { Clock } from './clock.ts';

/** The machine's clocks: the one place that reads them. */
export const systemClock: Clock = Object.freeze({
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  async until(atMs: number) {
    // Timers may fire up to a millisecond early, so look again until the moment has come.
    for (let left = atMs - performance.now(); left > 0; left = atMs - performance.now()) {
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  },
});
