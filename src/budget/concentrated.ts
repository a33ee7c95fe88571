import { type Loss, rhoOfPure } from '../privacy/index.ts';
import type { Books, Reservation } from './books.ts';
import type { MeterId } from './meter-id.ts';

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

/**
 * Adds what was written off at a site that counts pure ε, as one loss of it all: what several of that sum come to is no more. What ρ that was
 * written off comes to in ε nobody can say, so where zCDP is counted the sum of ε stays one of the questions on record.
 */
export function writeOffOtherwise({ counting, otherwise }: Books, id: MeterId, [nanoEpsilon = 0n]: Loss): void {
  if (counting.accountant.facts.kind === 'pure' && nanoEpsilon > 0n) {
    otherwise.set(id, (otherwise.get(id) ?? 0n) + rhoOfPure(nanoEpsilon));
  }
}
