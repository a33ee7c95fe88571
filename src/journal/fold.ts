import type { z } from 'zod';
import { assert } from '../base/index.ts';
import type { JournalRecord } from './record.ts';

/** State that follows from the journal alone. It owns its kinds of record: no other fold may have them. */
export interface Fold {
  /** The schema of the body of each kind. */
  readonly kinds: Readonly<Record<string, z.ZodType>>;
  /**
   * Takes the next record of one of these kinds, its body already checked; keeps no more of it than it needs.
   * @throws SfumatoError `invariant-broken` when the record can't follow on those before.
   */
  apply(record: JournalRecord): void;
  /** Sees every record, whatever its kind, after the fold that owns the kind has taken it. */
  follow?(record: JournalRecord): void;
}

/** All folds of a journal, by kind. */
export interface Registry {
  /** Whether any fold owns the kind. */
  knows(kind: string): boolean;
  /** Whether the kind is known and the body fits it. */
  fits(record: Pick<JournalRecord, 'kind' | 'body'>): boolean;
  /** Hands a record that fits to the fold of its kind, then to every fold that follows all. */
  apply(record: JournalRecord): void;
}

/** Puts folds together. @throws AssertionFailure when two own the same kind. */
export function registryOf(folds: readonly Fold[]): Registry {
  const owners = new Map<string, { readonly schema: z.ZodType; readonly fold: Fold }>();
  for (const fold of folds) {
    for (const [kind, schema] of Object.entries(fold.kinds)) {
      assert(!owners.has(kind), 'each kind of record is owned by one fold');
      owners.set(kind, { schema, fold });
    }
  }
  return Object.freeze({
    knows: (kind) => owners.has(kind),
    fits: ({ kind, body }) => owners.get(kind)?.schema.safeParse(body).success ?? false,
    apply(record) {
      owners.get(record.kind)?.fold.apply(record);
      for (const fold of folds) {
        fold.follow?.(record);
      }
    },
  } satisfies Registry);
}
