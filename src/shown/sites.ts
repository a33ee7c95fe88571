import type { ReleasedWire, Reply, SiteOutcome, SiteState } from '../contract/index.ts';
import { own, type Said, said, type Voice } from './voice.ts';

/** What something costs at a site: ε, and ρ where the site counts in zCDP. */
export interface ShownCost {
  readonly epsilon: string;
  readonly rho: string | undefined;
}

/** How a site stands to an answer. */
export interface ShownSite {
  readonly site: string;
  readonly state: SiteState;
  readonly cost: ShownCost | undefined;
  readonly note: Said | undefined;
}

/** A site's part of an answer as it is shown. A misfit has its reason beside its cost. */
export function shownSite({ site, state, reason, reply, charged }: SiteOutcome): ShownSite {
  const answer = reply?.answer;
  if (answer?.state === 'released') {
    return reply?.replayed
      ? { site, state, cost: free, note: own(reason) ?? storedNote(reply) }
      : { site, state, cost: costOf(answer), note: own(reason) };
  }
  if (charged !== undefined) {
    const note = charged === '0' ? said('sentBefore') : own(reason);
    return { site, state, cost: { epsilon: charged, rho: undefined }, note };
  }
  const why = answer?.state === 'refused' ? (answer.detail ?? answer.sentence) : reason;
  return { site, state, cost: undefined, note: own(why) };
}

const free: ShownCost = { epsilon: '0', rho: undefined };

function costOf({ epsilon, zcdp }: ReleasedWire): ShownCost {
  return { epsilon, rho: zcdp?.rho };
}

function storedNote({ collapse }: Reply): Said {
  return collapse === undefined ? said('stored') : said('storedFiner', { over: collapse.over.join(', ') });
}

/** “0.5 (ρ 0.125)”; a dash where nothing was charged. */
export function costText({ amount }: Voice, cost: ShownCost | undefined): string {
  if (cost === undefined) {
    return '–';
  }
  const { epsilon, rho } = cost;
  return rho === undefined ? amount(epsilon) : `${amount(epsilon)} (ρ ${amount(rho)})`;
}
