import { rhoOfPure } from '../privacy/index.ts';
import type { Books, Reservation } from './books.ts';

/**
 * Adds a charge to what the meters come to by the other way of counting, or takes it off with -1: in atto-ρ where the site counts pure
 * ε, each piece being a pure loss of its share, and in nano-ε of what was signed where it counts zCDP. Shown beside the meters and not
 * enforced. Bun, Steinke 2016, Lemma 1.7, for adding up.
 */
export function countOtherwise(
  { counting, otherwise }: Books,
  { meters, mechanism, nanoEpsilon }: Pick<Reservation, 'meters' | 'mechanism' | 'nanoEpsilon'>,
  times: 1n | -1n = 1n,
): void {
  const isPure = counting.accountant.facts.kind === 'pure';
  const amount = isPure
    ? mechanism.pieces.reduce((sum, piece) => sum + rhoOfPure(BigInt(piece.nanoEpsilon)), 0n)
    : nanoEpsilon;
  for (const id of meters) {
    otherwise.set(id, (otherwise.get(id) ?? 0n) + times * amount);
  }
}
