import { SfumatoError } from '../../../base/index.ts';
import type { Slot } from '../../../warehouse/index.ts';
import type { SnapshotRecord } from '../../catalog/catalog.ts';
import type { NodeContext } from '../../context.ts';

/** Whether a snapshot may be made in this slot: one a slot, and none before the domain. @throws SfumatoError `slot-closed`. */
export function assertOpenSlot({ config }: NodeContext, slot: Slot, last: SnapshotRecord | undefined): void {
  if (last !== undefined && last.slot >= slot.id) {
    const next = new Date(slot.nextOpensAtMs).toISOString().slice(0, 10);
    const sentence = `A snapshot was published in slot ${last.slot} already; the next slot opens on ${next}.`;
    throw new SfumatoError('slot-closed', sentence);
  }
  if (slot.year < config.domainSince) {
    const sentence = `Slot ${slot.id} belongs to ${slot.year}, before the domain began; publish once ${config.domainSince} has begun.`;
    throw new SfumatoError('slot-closed', sentence);
  }
}
