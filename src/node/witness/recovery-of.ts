import { toBase64 } from '../../base/index.ts';
import type { RecoveryBody } from '../../contract/index.ts';
import type { Journal, RecordTree } from '../../journal/index.ts';
import type { Seen } from './judge.ts';

/** What a recovery has to say: what the witness kept, and the log as it is. Nothing where nobody knows what was kept. */
export function recoveryFor(
  seen: Seen | undefined,
  { tree, journal }: { readonly tree: RecordTree; readonly journal: Pick<Journal, 'durableRecords'> },
): { readonly recovery?: RecoveryBody } {
  const size = journal.durableRecords;
  const kept = { size, root: toBase64(tree.root(size)) };
  return seen === undefined
    ? {}
    : { recovery: { lost: { size: seen.checkpoint.size, root: toBase64(seen.checkpoint.root) }, kept } };
}

/** Whether a recovery says what has to be said now, of a log that still begins as it says. */
export function isNamed({ lost, kept }: RecoveryBody, due: RecoveryBody | undefined, tree: RecordTree): boolean {
  const isThis = due?.lost.size === lost.size && due.lost.root === lost.root;
  return isThis && kept.size <= tree.size && toBase64(tree.root(kept.size)) === kept.root;
}
