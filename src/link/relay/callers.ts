import { type Clock, LIMITS } from '../../base/index.ts';

/** Which sites two processes call in for: each holds the site's keys, so one is a copy of the other. */
export interface Callers {
  /** A process calls in. One that doesn't say which it is counts as none. */
  note(site: string, process: string | undefined): void;
  /** Whether two processes call in for a site now. */
  isDoubled(site: string): boolean;
}

/** Is told when a second process begins to call in for a site, and when there is one again. */
export type OnDoubled = (site: string, isDoubled: boolean) => void;

interface Called {
  last: string;
  /** Those that another came after. */
  readonly former: Set<string>;
  /** When one of those came back. */
  backMs: number;
  isTold: boolean;
}

/**
 * Tells a restart from a copy: after a restart the process that called before is gone for good; one that comes back after
 * another has called lives beside it.
 */
export function createCallers(clock: Clock, onDoubled: OnDoubled = () => undefined): Callers {
  const bySite = new Map<string, Called>();
  const isRecent = ({ backMs }: Called): boolean => clock.monotonicMs() - backMs <= LIMITS.linkDoubledMs;
  return Object.freeze({
    note(site: string, process: string | undefined) {
      if (process === undefined) {
        return;
      }
      const called = bySite.get(site) ?? newlyCalled(process);
      bySite.set(site, called);
      if (called.former.has(process) && process !== called.last) {
        called.backMs = clock.monotonicMs();
      }
      succeed(called, process);
      if (isRecent(called) !== called.isTold) {
        called.isTold = !called.isTold;
        onDoubled(site, called.isTold);
      }
    },
    isDoubled(site: string) {
      const called = bySite.get(site);
      return called !== undefined && isRecent(called);
    },
  } satisfies Callers);
}

function newlyCalled(process: string): Called {
  return { last: process, former: new Set(), backMs: Number.NEGATIVE_INFINITY, isTold: false };
}

function succeed(called: Called, process: string): void {
  if (process === called.last) {
    return;
  }
  called.former.delete(process);
  called.former.add(called.last);
  called.last = process;
  for (const oldest of called.former) {
    if (called.former.size <= LIMITS.linkFormerCallersMax) {
      break;
    }
    called.former.delete(oldest);
  }
}
