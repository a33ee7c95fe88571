import type { Clock } from '../../src/base/index.ts';

/** A clock that only goes when it is told to. */
export interface HandClock extends Clock {
  advance(ms: number): void;
  /** Somebody sets the time of day. */
  setWall(ms: number): void;
}

export function handClock(startMs = Date.UTC(2026, 10, 26, 9)): HandClock {
  let monotonic = 1_000;
  let offset = startMs - monotonic;
  return {
    wallMs: () => monotonic + offset,
    monotonicMs: () => monotonic,
    until: async () => undefined,
    advance: (ms) => {
      monotonic += ms;
    },
    setWall: (ms) => {
      offset = ms - monotonic;
    },
  };
}
