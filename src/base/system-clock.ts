import type { Clock } from './clock.ts';

/** The machine's clocks: the one place that reads them. */
export const systemClock: Clock = Object.freeze({
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  async until(atMs: number, stop?: AbortSignal) {
    // Timers may fire up to a millisecond early, so look again until the moment has come.
    for (let left = atMs - performance.now(); left > 0 && !stop?.aborted; left = atMs - performance.now()) {
      await wait(left, stop);
    }
  },
});

/** A wait that was stopped leaves no timer behind: one would keep the process from ending. */
function wait(ms: number, stop: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stop?.addEventListener('abort', end);
  });
}
