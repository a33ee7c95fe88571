import { addLosses, type Loss, multiplyLoss } from '../privacy/index.ts';
import { type Books, breach, meterOf } from './books.ts';
import type { MeterId } from './meter-id.ts';

interface Sums {
  readonly reserved: Loss;
  readonly committed: Loss;
}

/** Adds every reservation up again, from nothing, and compares with the meters. @throws SfumatoError `invariant-broken`. */
export function assertBalanced(books: Books): void {
  const sums = sumsOf(books);
  const { none } = books.counting.accountant;
  for (const id of new Set([...sums.keys(), ...books.meters.keys()])) {
    const { reserved, committed } = sums.get(id) ?? { reserved: none, committed: none };
    const meter = meterOf(books, id);
    if (!isSame(meter.reserved, reserved) || !isSame(meter.committed, committed)) {
      breach('a meter differs from the sum of its reservations');
    }
  }
}

function sumsOf(books: Books): ReadonlyMap<MeterId, Sums> {
  const { none } = books.counting.accountant;
  const sums = new Map<MeterId, Sums>(
    [...books.writtenOff].map(([id, committed]) => [id, { reserved: none, committed }]),
  );
  for (const { meters, loss, charges, end } of books.reservations.values()) {
    const amount = multiplyLoss(loss, charges);
    for (const id of end === 'voided' ? [] : meters) {
      const { reserved, committed } = sums.get(id) ?? { reserved: none, committed: none };
      const isOpen = end === undefined;
      sums.set(
        id,
        isOpen
          ? { reserved: addLosses(reserved, amount), committed }
          : { reserved, committed: addLosses(committed, amount) },
      );
    }
  }
  return sums;
}

function isSame(left: Loss, right: Loss): boolean {
  return left.length === right.length && left.every((amount, at) => amount === right[at]);
}
