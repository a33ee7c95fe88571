import type { Clock } from '../base/index.ts';

const WAITS_MS = 60_000;

/** In which sessions a key was made a moment ago: told once, on the page that follows, and by nothing in an address. */
export interface JustMade {
  note(session: string): void;
  take(session: string): boolean;
}

export function createJustMade(clock: Clock): JustMade {
  const made = new Map<string, number>();
  return Object.freeze({
    note(session) {
      for (const [one, at] of made) {
        if (clock.monotonicMs() - at > WAITS_MS) {
          made.delete(one);
        }
      }
      made.set(session, clock.monotonicMs());
    },
    take(session) {
      const at = made.get(session);
      made.delete(session);
      return at !== undefined && clock.monotonicMs() - at <= WAITS_MS;
    },
  } satisfies JustMade);
}
