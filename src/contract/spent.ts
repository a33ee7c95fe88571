import type { FederatedReply } from './federated.ts';

/** Refusals that leave an attempt at a total as it was: the same request goes on with it. */
const GOES_ON: ReadonlySet<string> = new Set(['busy']);

/**
 * Whether a request for a total has had its reply without one, and sending it again saves nothing: it was turned down, or its attempts are
 * used up. Where a site is only missing, or was late, the same request goes on with the same round, and is not charged twice.
 */
export function isSpent({ combined, sites }: FederatedReply): boolean {
  const isTurnedDown = sites.some(
    ({ state, reason }) =>
      state === 'misfit' || state === 'out-of-budget' || (state === 'refused' && !GOES_ON.has(reason ?? '')),
  );
  return combined === null && (isTurnedDown || sites.every(({ state }) => state === 'not-asked'));
}
