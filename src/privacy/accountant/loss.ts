import { assert } from '../../base/index.ts';
import { floorDivide } from '../rational.ts';

/** A loss of privacy in its accountant's integer units, component by component: (nano-ε), or (atto-ρ, atto-δ). */
export type Loss = readonly bigint[];

/** The sum of two losses. @throws AssertionFailure for losses of two accountants. */
export function addLosses(left: Loss, right: Loss): Loss {
  return together(left, right, (one, other) => one + other);
}

/** A loss suffered `count` times. */
export function multiplyLoss(loss: Loss, count: bigint): Loss {
  return loss.map((amount) => amount * count);
}

/** What `spent` leaves of `cap`, at least 0 each. @throws AssertionFailure for losses of two accountants. */
export function remainingLoss(cap: Loss, spent: Loss): Loss {
  return together(cap, spent, (one, other) => (one > other ? one - other : 0n));
}

/** Whether every component of `loss` lies within `cap`: one that doesn't is enough for a no. @throws AssertionFailure as `addLosses`. */
export function isLossWithin(loss: Loss, cap: Loss): boolean {
  return together(cap, loss, (one, other) => one - other).every((left) => left >= 0n);
}

/** The larger of each component. @throws AssertionFailure as `addLosses`. */
export function largerLoss(left: Loss, right: Loss): Loss {
  return together(left, right, (one, other) => (one > other ? one : other));
}

/** The smaller of each component. @throws AssertionFailure as `addLosses`. */
export function smallerLoss(left: Loss, right: Loss): Loss {
  return together(left, right, (one, other) => (one < other ? one : other));
}

/** Whether nothing is lost. */
export function isNoLoss(loss: Loss): boolean {
  return loss.every((amount) => amount === 0n);
}

/** How often `left` pays for `each`, in whole times. @throws AssertionFailure when `each` is no loss, or as `addLosses`. */
export function howOftenPaid(left: Loss, each: Loss): bigint {
  assert(left.length === each.length && !isNoLoss(each), 'what is paid for costs something');
  const often = each.flatMap((amount, at) => (amount === 0n ? [] : [floorDivide(left[at] ?? 0n, amount)]));
  return often.reduce((least, one) => (one < least ? one : least));
}

function together(left: Loss, right: Loss, of: (left: bigint, right: bigint) => bigint): Loss {
  assert(left.length === right.length, 'losses of one accountant have the same components');
  return left.map((amount, at) => of(amount, right[at] ?? 0n));
}
