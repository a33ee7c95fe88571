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
  /**
   * Check and `apply` in one, for a fold that uses what its schema gives: the taker of a record with this body; `undefined`
   * unless the body fits the kind.
   */
  readonly admit?: (entry: Admission) => Taker | undefined;
}

/** A record before it has its place. */
export type Admission = Pick<JournalRecord, 'kind' | 'body'>;

/** Takes the record whose body was admitted. @throws SfumatoError `invariant-broken`, as `Fold.apply`. */
export type Taker = (record: JournalRecord) => void;

/** All folds of a journal, by kind. */
export interface Registry {
  /** Whether any fold owns the kind. */
  knows(kind: string): boolean;
  /** Hands a record with this body to the fold of its kind, then to all that follow, once it has its place; `undefined` unless the body fits. */
  admit(entry: Admission): Taker | undefined;
}

/** The fold of a kind of record, and the schema of its body. */
interface Owner {
  readonly schema: z.ZodType;
  readonly fold: Fold;
}

/** Puts folds together. @throws AssertionFailure when two own the same kind. */
export function registryOf(folds: readonly Fold[]): Registry {
  const owners = new Map<string, Owner>();
  for (const fold of folds) {
    for (const [kind, schema] of Object.entries(fold.kinds)) {
      assert(!owners.has(kind), 'each kind of record is owned by one fold');
      owners.set(kind, { schema, fold });
    }
  }
  return Object.freeze({
    knows: (kind) => owners.has(kind),
    admit(entry) {
      const take = takerOf(owners.get(entry.kind), entry);
      return (
        take &&
        ((record) => {
          take(record);
          for (const fold of folds) {
            fold.follow?.(record);
          }
        })
      );
    },
  } satisfies Registry);
}

function takerOf(owner: Owner | undefined, entry: Admission): Taker | undefined {
  if (owner?.fold.admit !== undefined) {
    return owner.fold.admit(entry);
  }
  return owner?.schema.safeParse(entry.body).success ? (record) => owner.fold.apply(record) : undefined;
}
