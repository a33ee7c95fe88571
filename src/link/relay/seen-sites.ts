import type { Clock } from '../../base/index.ts';
import type { Verbs } from '../message/answerer.ts';
import type { SiteLink } from '../site-link.ts';

/** When each site was last heard of: it called in, or gave a reply of its own. */
export interface SeenSites {
  /** Milliseconds since 1970-01-01 UTC, by site; none for one that this process has not heard of. */
  readonly lastMs: ReadonlyMap<string, number>;
  readonly note: (site: string) => void;
}

/** Nobody was heard of yet. */
export function seenSites(clock: Clock): SeenSites {
  const lastMs = new Map<string, number>();
  return Object.freeze({ lastMs, note: (site: string) => void lastMs.set(site, clock.wallMs()) });
}

/** The same verbs; whoever uses one was seen. */
export function notingVerbs(verbs: Verbs, seen: SeenSites): Verbs {
  return (from, saying, signal) => {
    seen.note(from.name);
    return verbs(from, saying, signal);
  };
}

/** The same link; whoever gives a reply of its own was seen. */
export function notingLink(link: SiteLink, seen: SeenSites): SiteLink {
  const noted = async <T>(reply: Promise<T>): Promise<T> => {
    const given = await reply;
    seen.note(link.site);
    return given;
  };
  return Object.freeze({
    site: link.site,
    traced: (trace: string) => notingLink(link.traced(trace), seen),
    ask: (signed: string, signal: AbortSignal) => noted(link.ask(signed, signal)),
    dryRun: (signed: string, signal: AbortSignal) => noted(link.dryRun(signed, signal)),
    advertise: (input, signal) => noted(link.advertise(input, signal)),
    mask: (input, signal) => noted(link.mask(input, signal)),
    revoke: (input, signal) => noted(link.revoke(input, signal)),
    facts: (signal: AbortSignal) => noted(link.facts(signal)),
  } satisfies SiteLink);
}
