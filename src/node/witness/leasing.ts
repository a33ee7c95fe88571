import { type Budget, type LossBody, lossBody, type MeterId } from '../../budget/index.ts';
import {
  type Accountant,
  addLosses,
  isNoLoss,
  type Loss,
  largerLoss,
  remainingLoss,
  smallerLoss,
} from '../../privacy/index.ts';
import type { Spending } from './guard.ts';
import type { Lease } from './lease.ts';

/** What is spent on each meter. */
type Spent = ReadonlyMap<MeterId, Loss>;

/** What may have been spent under leases beyond what is spent here, meter by meter as a record has it: the most of any. */
export function owedUnder(
  leases: readonly Lease[],
  spent: Spent,
  accountant: Accountant,
): ({ meter: MeterId } & LossBody)[] {
  const due = new Map<MeterId, Loss>();
  for (const [id, leased] of leases.flatMap(({ meters }) => [...meters])) {
    const missing = remainingLoss(leased, spent.get(id) ?? accountant.none);
    due.set(id, largerLoss(missing, due.get(id) ?? accountant.none));
  }
  return [...due]
    .filter(([, loss]) => !isNoLoss(loss))
    .map(([meter, loss]) => ({ meter, ...lossBody(accountant, loss) }));
}

/** What a lease is asked for. */
export interface Leasing {
  readonly budget: Pick<Budget, 'meters' | 'accountant' | 'epochs'>;
  /** As in `WitnessGuardParts`. */
  readonly allowanceNano: bigint;
  readonly epoch: string;
  readonly spending: Spending | undefined;
}

/** As many of the processes before its own as a lease names: copies seldom part further back. */
const NAMED_MAX = 8;

/** The next lease: an allowance on every meter, and at least what is asked for, within its cap. */
export function nextLease({ budget, allowanceNano, epoch, spending }: Leasing): Lease {
  const allowance = budget.accountant().costOfPure(allowanceNano);
  const meters = budget.meters().map(({ id, cap, reserved, committed }): [MeterId, Loss] => {
    const wish = spending?.meters.includes(id) ? largerLoss(spending.loss, allowance) : allowance;
    return [id, smallerLoss(cap, addLosses(addLosses(reserved, committed), wish))];
  });
  const after = budget
    .epochs()
    .filter((one) => one !== epoch)
    .slice(-NAMED_MAX);
  return { epoch, state: 'open', after, meters: new Map(meters) };
}

/** What two leases of one process both cover. */
export function smallerOf(one: Lease, other: Lease, { none }: Accountant): Lease {
  const meters = [...one.meters].map(([id, loss]): [MeterId, Loss] => [
    id,
    smallerLoss(loss, other.meters.get(id) ?? none),
  ]);
  return { ...one, meters: new Map(meters) };
}
