import { slotAt } from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';

/** The first day, YYYY-MM-DD, on which a publish is possible: today, or when the next slot opens. */
export function effectiveFrom({
  config,
  journal,
  catalog,
}: Pick<NodeContext, 'config' | 'journal' | 'catalog'>): string {
  const slot = slotAt(config.calendar, journal.nowMs());
  const last = catalog.snapshot();
  const opensAtMs = last !== undefined && last.slot >= slot.id ? slot.nextOpensAtMs : journal.nowMs();
  return new Date(opensAtMs).toISOString().slice(0, 10);
}
