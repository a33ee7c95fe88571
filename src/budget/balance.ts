import { type Books, breach, meterOf } from './books.ts';
import type { MeterId } from './meter-id.ts';

interface Sums {
  readonly reserved: bigint;
  readonly committed: bigint;
}

/** Adds every reservation up again, from nothing, and compares with the meters. @throws SfumatoError `invariant-broken`. */
export function assertBalanced(books: Books): void {
  const sums = new Map<MeterId, Sums>();
  for (const { meters, nanoEpsilon, end } of books.reservations.values()) {
    for (const id of end === 'voided' ? [] : meters) {
      const { reserved, committed } = sums.get(id) ?? { reserved: 0n, committed: 0n };
      sums.set(
        id,
        end === undefined
          ? { reserved: reserved + nanoEpsilon, committed }
          : { reserved, committed: committed + nanoEpsilon },
      );
    }
  }
  for (const id of new Set([...sums.keys(), ...books.meters.keys()])) {
    const { reserved, committed } = sums.get(id) ?? { reserved: 0n, committed: 0n };
    const meter = meterOf(books, id);
    if (meter.reserved !== reserved || meter.committed !== committed) {
      breach('a meter differs from the sum of its reservations');
    }
  }
}
