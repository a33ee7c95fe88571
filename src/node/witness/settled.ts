import { parseNote } from '../../base/index.ts';
import type { Seen } from './judge.ts';
import type { Lease } from './lease.ts';

/** A checkpoint with its lease. */
export interface Leased {
  readonly seen: Seen;
  readonly lease: Lease;
}

/** The leases that a process heard of when it began, each of which was closed by then, or booked as spent. */
export class SettledLeases {
  readonly #settled: Leased[] = [];

  add(leased: Leased): void {
    this.#settled.push(leased);
  }

  /**
   * Whether nothing can be spent under a lease that isn't accounted for: its process ended in order, or the lease was booked, itself or a
   * later one of the same process, which spends under its last one only and hands each in with more records.
   */
  covers({ seen, lease }: Leased): boolean {
    return this.#settled.some(
      (known) =>
        known.lease.epoch === lease.epoch &&
        (known.lease.state === 'closed' ||
          seen.checkpoint.size < known.seen.checkpoint.size ||
          bodyOf(seen) === bodyOf(known.seen)),
    );
  }
}

/** What the site signed, without who signed it when. */
function bodyOf({ note }: Seen): string | undefined {
  return parseNote(note)?.text;
}
