import { LIMITS } from '../base/index.ts';

/** Whose questions go on record before they are asked: a coordinator takes them of anybody, and its journal is kept for ever. */
export interface Askers {
  /** Whether a question by this key does: where a site has known the key, and else while few by keys that no site has known are on record. */
  mayNote(key: string): boolean;
  noted(key: string): void;
  /** A site has said something that it says to its own people only. */
  known(key: string): void;
}

/** Askers of whom nothing is known yet. */
export function createAskers(): Askers {
  const known = new Set<string>();
  const strange = new Map<string, number>();
  let strangers = 0;
  return Object.freeze({
    mayNote: (key: string) => known.has(key) || strangers < LIMITS.strangersNotedMax,
    noted(key: string) {
      if (!known.has(key)) {
        strange.set(key, (strange.get(key) ?? 0) + 1);
        strangers += 1;
      }
    },
    known(key: string) {
      known.add(key);
      strangers -= strange.get(key) ?? 0;
      strange.delete(key);
    },
  });
}
