import type { Task } from '../child/index.ts';
import type { QuarantineReason, SkipReason } from '../reasons.table.ts';

/** Something of a source, named by a keyed hash. */
export interface Named {
  /** 32 hex digits; another state of the same thing has another key. */
  readonly key: string;
  /** Path or address; it may hold a name, so it is never shown but to the local operator. */
  readonly path: string;
}

/** Something that a child can read. */
export interface Readable extends Named {
  readonly task: Task;
  /** How many instances must have come of it before it counts as seen; `undefined` when it never does. */
  readonly instances: number | undefined;
}

/** What a source holds, piece by piece. */
export type Entry =
  | { readonly kind: 'readable'; readonly readable: Readable }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'refused'; readonly named: Named; readonly reason: QuarantineReason };

/** A source, opened. */
export interface Archive {
  /** Its entries in large steps, each of which is looked up at once. */
  steps(): AsyncGenerator<readonly Entry[]>;
  /** How many entries there are, as far as it can be told beforehand. */
  count(): Promise<number>;
  /** How many entries a child is handed at a time. */
  readonly batchMax: number;
}
