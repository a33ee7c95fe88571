import type { Done } from './outcome.ts';

/** How long a notice waits for its page: a browser that is led there asks at once. */
const WAITS_MS = 60_000;

/**
 * What became of a form, for the page to which its sender is led: kept in memory for one session and one page, and shown there once.
 * Nothing of it is in an address, so that no link makes a page say that something was done, and a reload does nothing again.
 */
export interface Notices {
  leave(session: string, path: string, done: Done): void;
  take(session: string, path: string): Done | undefined;
}

export function createNotices(nowMs: () => number): Notices {
  const kept = new Map<string, { readonly done: Done; readonly atMs: number }>();
  const sweep = (): void => {
    for (const [name, { atMs }] of kept) {
      if (nowMs() - atMs > WAITS_MS) {
        kept.delete(name);
      }
    }
  };
  return Object.freeze({
    leave(session: string, path: string, done: Done) {
      sweep();
      kept.set(nameOf(session, path), { done, atMs: nowMs() });
    },
    take(session: string, path: string) {
      sweep();
      const name = nameOf(session, path);
      const found = kept.get(name)?.done;
      kept.delete(name);
      return found;
    },
  });
}

const nameOf = (session: string, path: string): string => `${session} ${path}`;
