import { LIMITS } from '../../base/index.ts';

/** Sessions that ended, by the hash of their secret: of each person the newest few, and each for as long as a session lasts at most. */
export interface Ended {
  note(hash: string, person: string): void;
  has(hash: string): boolean;
}

export function createEnded(now: () => number): Ended {
  const all = new Map<string, { readonly person: string; readonly at: number }>();
  const sweep = (): void => {
    for (const [hash, { at }] of all) {
      if (now() - at >= LIMITS.sessionMsMax) {
        all.delete(hash);
      }
    }
  };
  return Object.freeze({
    note(hash, person) {
      sweep();
      all.set(hash, { person, at: now() });
      const theirs = [...all].filter(([, one]) => one.person === person);
      for (const [oldest] of theirs.slice(0, Math.max(0, theirs.length - LIMITS.sessionsPerPersonMax))) {
        all.delete(oldest);
      }
    },
    has(hash) {
      sweep();
      return all.has(hash);
    },
  } satisfies Ended);
}
