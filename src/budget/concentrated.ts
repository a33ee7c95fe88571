import { rhoOfPure } from '../privacy/index.ts';
import type { Books } from './books.ts';
import type { MeterId } from './meter-id.ts';

/**
 * What the reservations of every meter come to by the other way of counting, shown beside the meters and not enforced: in atto-ρ
 * where the site counts pure ε, each piece being a pure loss of its share, and in nano-ε of what was signed where it counts zCDP.
 * Bun, Steinke 2016, Lemma 1.7, for adding up.
 */
export function otherwiseOf({ counting, reservations }: Books): ReadonlyMap<MeterId, bigint> {
  const isPure = counting.accountant.facts.kind === 'pure';
  const sums = new Map<MeterId, bigint>();
  for (const { meters, mechanism, nanoEpsilon, end } of reservations.values()) {
    const amount = isPure
      ? mechanism.pieces.reduce((sum, piece) => sum + rhoOfPure(BigInt(piece.nanoEpsilon)), 0n)
      : nanoEpsilon;
    for (const id of end === 'voided' ? [] : meters) {
      sums.set(id, (sums.get(id) ?? 0n) + amount);
    }
  }
  return sums;
}
