import type { QuarantineReason } from '../reasons.table.ts';

/** What may lie in the machine, its rights or a server as well as in what was read: the next ingest reads such a thing again. */
const WORTH_ANOTHER_TRY: ReadonlySet<QuarantineReason> = new Set([
  ...(['unreadable', 'deadline', 'memory', 'crashed'] as const),
  ...(['source-failed', 'source-invalid'] as const),
]);

/** Whether the next ingest reads again what was quarantined for this. */
export function isWorthAnotherTry(reason: QuarantineReason): boolean {
  return WORTH_ANOTHER_TRY.has(reason);
}
