import type { Outcome, Result, TableFacts } from './protocol.ts';

/** A file whose outcome waits for those that were read with it: of one series the least settles the others. */
export interface Pending {
  readonly state: 'pending';
  readonly rank: string;
  readonly settle: () => Outcome;
}

/** What a task gives on its way. */
export type Part = { readonly facts: TableFacts } | { readonly outcomes: readonly (Outcome | Pending)[] };

/** A result, some of whose outcomes may be pending. */
export interface Unsettled extends Omit<Result, 'outcomes'> {
  readonly outcomes: readonly (Outcome | Pending)[];
}

/** Settles what is pending in the order of ranks, so that as few files as possible are read in full; the results keep their order. */
export function settled(results: readonly Unsettled[]): Result[] {
  const pending = results.flatMap(({ outcomes }) => outcomes.filter((outcome) => outcome.state === 'pending'));
  const outcomeOf = new Map(
    pending
      .sort((one, other) => (one.rank < other.rank ? -1 : Number(one.rank > other.rank)))
      .map((one): [Outcome | Pending, Outcome] => [one, one.settle()]),
  );
  return results.map(({ outcomes, ended }) => ({
    outcomes: outcomes.map((outcome) =>
      outcome.state === 'pending' ? (outcomeOf.get(outcome) ?? outcome.settle()) : outcome,
    ),
    ended,
  }));
}
