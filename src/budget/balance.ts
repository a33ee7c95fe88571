import { type Books, breach, meterOf } from './books.ts';
import type { MeterId } from './meter-id.ts';

interface Sums {
  readonly reserved: bigint;
  readonly committed: bigint;
}

/** Adds every reservation up again, from nothing, and compares with the meters. @throws SfumatoError `invariant-broken`. */
export function assertBalanced(books: Books): void {
  const sums = sumsOf(books);
  for (const id of new Set([...sums.keys(), ...books.meters.keys()])) {
    const { reserved, committed } = sums.get(id) ?? { reserved: 0n, committed: 0n };
    const meter = meterOf(books, id);
    if (meter.reserved !== reserved || meter.committed !== committed) {
      breach('a meter differs from the sum of its reservations');
    }
  }
}

function sumsOf(books: Books): ReadonlyMap<MeterId, Sums> {
  const sums = new Map<MeterId, Sums>(
    [...books.writtenOff].map(([id, committed]) => [id, { reserved: 0n, committed }]),
  );
  for (const { meters, nanoEpsilon, charges, end } of books.reservations.values()) {
    const amount = nanoEpsilon * charges;
    for (const id of end === 'voided' ? [] : meters) {
      const { reserved, committed } = sums.get(id) ?? { reserved: 0n, committed: 0n };
      const isOpen = end === undefined;
      sums.set(id, { reserved: reserved + (isOpen ? amount : 0n), committed: committed + (isOpen ? 0n : amount) });
    }
  }
  return sums;
}
