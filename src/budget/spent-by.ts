import { type Loss, plus, remaining, times } from '../privacy/index.ts';
import { type Books, spentOf } from './books.ts';
import type { MeterId } from './meter-id.ts';

/**
 * What is spent on each meter without what came after the last record of a process and is not its own: neither what later ones
 * spent, nor what was written off for others. A lease of that process covers the rest, and nothing of what is left out.
 */
export function spentBy(books: Books, epoch: string): ReadonlyMap<MeterId, Loss> {
  const { none } = books.counting.accountant;
  const later = laterThan(books, epoch);
  return new Map([...books.meters].map(([id, meter]) => [id, remaining(spentOf(meter), later.get(id) ?? none)]));
}

function laterThan({ reservations, writeOffs, lastOf, counting }: Books, epoch: string): ReadonlyMap<MeterId, Loss> {
  const last = lastOf.get(epoch) ?? Number.POSITIVE_INFINITY;
  const later = new Map<MeterId, Loss>();
  const add = (id: MeterId, loss: Loss) => later.set(id, plus(later.get(id) ?? counting.accountant.none, loss));
  for (const { chargedAt, end, meters, loss, charges } of reservations.values()) {
    for (const id of chargedAt > last && end !== 'voided' ? meters : []) {
      add(id, times(loss, charges));
    }
  }
  for (const { seq, lease, amounts } of writeOffs) {
    for (const [id, loss] of seq > last && lease !== undefined && lease !== epoch ? amounts : []) {
      add(id, loss);
    }
  }
  return later;
}
