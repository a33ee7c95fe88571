import { rhoOfPure } from '../privacy/index.ts';
import type { Books } from './books.ts';
import type { MeterId } from './meter-id.ts';

/**
 * What the reservations of every meter come to in zCDP, in atto-ρ: each piece is a pure loss of its share. Shown beside the
 * meters and not enforced: caps are in ε. Bun, Steinke 2016, Lemma 1.7, for adding up.
 */
export function concentratedOf({ reservations }: Books): ReadonlyMap<MeterId, bigint> {
  const sums = new Map<MeterId, bigint>();
  for (const { meters, mechanism, end } of reservations.values()) {
    const attoRho = mechanism.pieces.reduce((sum, { nanoEpsilon }) => sum + rhoOfPure(BigInt(nanoEpsilon)), 0n);
    for (const id of end === 'voided' ? [] : meters) {
      sums.set(id, (sums.get(id) ?? 0n) + attoRho);
    }
  }
  return sums;
}
