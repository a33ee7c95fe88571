import { join } from 'node:path';
import { SfumatoError } from '../../../base/index.ts';
import { openRegister, openStaging, publish, slotAt } from '../../../warehouse/index.ts';
import type { SnapshotRecord } from '../../catalog/catalog.ts';
import type { NodeContext } from '../../context.ts';
import { grantOpenBlocks } from '../../first-start.ts';

/** What a publish tells: nothing that was computed from patients. */
export interface PublishReport {
  readonly snapshot: string;
  readonly slot: string;
  readonly block: number;
  readonly policy: string;
}

/** Makes the next snapshot from what is staged, records it, and switches to it for plans made from now on. */
export async function publishSnapshot({ ctx }: { readonly ctx: NodeContext }): Promise<PublishReport> {
  const slot = slotAt(ctx.config.calendar, ctx.journal.nowMs());
  const last = ctx.catalog.snapshot();
  if (last !== undefined && last.slot >= slot.id) {
    const next = new Date(slot.nextOpensAtMs).toISOString().slice(0, 10);
    throw new SfumatoError(
      'slot-closed',
      `A snapshot was published in slot ${last.slot} already; the next slot opens on ${next}.`,
    );
  }
  const record = await writeSnapshot(ctx, slot, last);
  await ctx.journal.append({ kind: 'snapshot', actor: 'operator', body: { ...record } }).durable;
  await grantOpenBlocks(ctx);
  await ctx.snapshots.refresh();
  return { snapshot: record.id, slot: record.slot, block: record.block, policy: record.policy };
}

async function writeSnapshot(
  ctx: NodeContext,
  slot: ReturnType<typeof slotAt>,
  last: SnapshotRecord | undefined,
): Promise<SnapshotRecord> {
  const { folder, policy, keys, entropy, config } = ctx;
  const register = openRegister({ folder, key: keys.seal, entropy, expected: last });
  const staging = await openStaging({ folder, policy });
  try {
    const published = await publish({
      staging,
      policy,
      sizeClass: policy.document.disclosure.sizeClasses.value[config.sizeClass],
      truncationKey: keys.truncation,
      register,
      slot,
      entropy,
      snapshotsFolder: join(folder, 'snapshots'),
    });
    return published.record;
  } finally {
    await staging.close();
  }
}
