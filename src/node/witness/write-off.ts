import type { Budget, MeterId } from '../../budget/index.ts';
import type { Journal } from '../../journal/index.ts';
import { addLosses, type Loss } from '../../privacy/index.ts';
import type { Lease } from './lease.ts';
import { owedUnder } from './leasing.ts';

/** What is spent on each meter: reserved or released. */
export function spentOn(budget: Pick<Budget, 'meters'>): ReadonlyMap<MeterId, Loss> {
  return new Map(budget.meters().map(({ id, reserved, committed }) => [id, addLosses(reserved, committed)]));
}

/** Leases that a witness kept, and what they are looked at for. */
export interface Owing {
  readonly cause: 'open-lease' | 'recovery';
  readonly leases: readonly (Lease | undefined)[];
}

/** Whatever may have been spent under leases of other incarnations counts as spent, beside what later ones spent themselves. */
export async function writeOff(
  { journal, budget }: { readonly journal: Journal; readonly budget: Budget },
  { cause, leases }: Owing,
): Promise<void> {
  const isDue = ({ epoch, state }: Lease): boolean =>
    epoch !== journal.epoch && (cause === 'recovery' || state === 'open');
  const counting = leases.flatMap((lease) => (lease !== undefined && isDue(lease) ? [lease] : []));
  for (const lease of new Set(counting.map(({ epoch }) => epoch))) {
    const its = counting.filter(({ epoch }) => epoch === lease);
    const meters = owedUnder(its, budget.spentBy({ epoch: lease, after: its[0]?.after }), budget.accountant());
    if (meters.length > 0) {
      await journal.append({ kind: 'write-off', actor: 'witness', body: { cause, lease, meters } }).durable;
    }
  }
}
