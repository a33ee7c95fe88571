import { assert } from '../../base/index.ts';
import { floorDivide } from '../rational.ts';

/** A loss of privacy in its accountant's integer units, component by component: (nano-ε), or (atto-ρ, atto-δ). */
export type Loss = readonly bigint[];

/** The sum of two losses. @throws AssertionFailure for losses of two accountants. */
export function plus(left: Loss, right: Loss): Loss {
  return together(left, right, (one, other) => one + other);
}

/** A loss suffered `count` times. */
export function times(loss: Loss, count: bigint): Loss {
  return loss.map((amount) => amount * count);
}

/** What `spent` leaves of `cap`, at least 0 each. @throws AssertionFailure for losses of two accountants. */
export function remaining(cap: Loss, spent: Loss): Loss {
  return together(cap, spent, (one, other) => (one > other ? one - other : 0n));
}

/** Whether every component of `loss` lies within `cap`: one that doesn't is enough for a no. @throws AssertionFailure as `plus`. */
export function isWithin(loss: Loss, cap: Loss): boolean {
  return together(cap, loss, (one, other) => one - other).every((left) => left >= 0n);
}

/** The larger of each component. @throws AssertionFailure as `plus`. */
export function larger(left: Loss, right: Loss): Loss {
  return together(left, right, (one, other) => (one > other ? one : other));
}

/** The smaller of each component. @throws AssertionFailure as `plus`. */
export function smaller(left: Loss, right: Loss): Loss {
  return together(left, right, (one, other) => (one < other ? one : other));
}

/** Whether nothing is lost. */
export function isNone(loss: Loss): boolean {
  return loss.every((amount) => amount === 0n);
}

/** How often `left` pays for `each`, in whole times. @throws AssertionFailure when `each` is no loss, or as `plus`. */
export function howOften(left: Loss, each: Loss): bigint {
  assert(left.length === each.length && !isNone(each), 'what is paid for costs something');
  const often = each.flatMap((amount, at) => (amount === 0n ? [] : [floorDivide(left[at] ?? 0n, amount)]));
  return often.reduce((least, one) => (one < least ? one : least));
}

function together(left: Loss, right: Loss, of: (left: bigint, right: bigint) => bigint): Loss {
  assert(left.length === right.length, 'losses of one accountant have the same components');
  return left.map((amount, at) => of(amount, right[at] ?? 0n));
}
