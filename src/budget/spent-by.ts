import { addLosses, type Loss, multiplyLoss, remainingLoss } from '../privacy/index.ts';
import { type Books, spentOf } from './books.ts';
import type { MeterId } from './meter-id.ts';

/** A process, and those before it in the log that it wrote. */
export interface Incarnation {
  readonly epoch: string;
  /** The latest last; not all of them, and none where it isn't said. */
  readonly after?: readonly string[] | undefined;
}

/**
 * What is spent on each meter without what came after the last record of a process and is not its own: neither what later ones
 * spent, nor what was written off for others. A lease of that process covers the rest, and nothing of what is left out. Where this
 * log knows nothing of it, because another copy went on, the last before it that both logs know stands for it. What a later
 * one was charged for anew counts as the later one's alone, so that rather too much is written off than too little.
 */
export function spentBy(books: Books, process: Incarnation): ReadonlyMap<MeterId, Loss> {
  const { none } = books.counting.accountant;
  const later = laterThan(books, process);
  return new Map([...books.meters].map(([id, meter]) => [id, remainingLoss(spentOf(meter), later.get(id) ?? none)]));
}

function laterThan(
  { reservations, writeOffs, lastOf, counting }: Books,
  { epoch, after = [] }: Incarnation,
): ReadonlyMap<MeterId, Loss> {
  const known = [...after, epoch].findLast((one) => lastOf.has(one)) ?? epoch;
  const last = lastOf.get(known) ?? Number.POSITIVE_INFINITY;
  const its = new Set<string | undefined>([undefined, epoch, known]);
  const later = new Map<MeterId, Loss>();
  const add = (id: MeterId, loss: Loss) => later.set(id, addLosses(later.get(id) ?? counting.accountant.none, loss));
  const charged = [...reservations.values()].filter(({ chargedAt, end }) => chargedAt > last && end !== 'voided');
  for (const { meters, loss, charges } of charged) {
    for (const id of meters) {
      add(id, multiplyLoss(loss, charges));
    }
  }
  for (const { amounts } of writeOffs.filter(({ seq, lease }) => seq > last && !its.has(lease))) {
    for (const [id, loss] of amounts) {
      add(id, loss);
    }
  }
  return later;
}
