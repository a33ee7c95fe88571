import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SfumatoError } from '../../../base/index.ts';
import type { Actor } from '../../../governance/index.ts';
import { openRegister, openStaging, publish, type Slot, slotAt, stagingFile } from '../../../warehouse/index.ts';
import type { SnapshotRecord } from '../../catalog/catalog.ts';
import type { NodeContext } from '../../context.ts';
import { grantOpenBlocks } from '../../first-start.ts';
import { putWaitingInForce } from '../policy/in-force.ts';
import { readOptOuts } from './opt-outs.ts';

/** What a publish tells: nothing that was computed from patients. */
export interface PublishReport {
  readonly snapshot: string;
  readonly slot: string;
  readonly block: number;
  readonly policy: string;
}

/** What a publish takes beside what is staged. */
export const PublishInput = z.strictObject({
  /** A local list of patients who withdrew since the last publish; see `readOptOuts`. */
  optOuts: z.string().optional(),
});

interface Publish {
  readonly ctx: NodeContext;
  readonly actor: Actor;
  readonly input: z.infer<typeof PublishInput>;
}

/** Makes the next snapshot from what is staged, records it, and switches to it for plans made from now on. */
export async function publishSnapshot({ ctx, actor, input }: Publish): Promise<PublishReport> {
  const slot = slotAt(ctx.config.calendar, ctx.journal.nowMs());
  const last = ctx.catalog.snapshot();
  if (last !== undefined && last.slot >= slot.id) {
    const next = new Date(slot.nextOpensAtMs).toISOString().slice(0, 10);
    throw new SfumatoError(
      'slot-closed',
      `A snapshot was published in slot ${last.slot} already; the next slot opens on ${next}.`,
    );
  }
  if (slot.year < ctx.config.domainSince) {
    const sentence = `Slot ${slot.id} belongs to ${slot.year}, before the domain began; publish once ${ctx.config.domainSince} has begun.`;
    throw new SfumatoError('slot-closed', sentence);
  }
  if (!existsSync(stagingFile(ctx.folder, ctx.policy))) {
    throw new SfumatoError(
      'staging-missing',
      `Nothing was ever ingested under ${ctx.policy.name}; run \`sfumato ingest\` first.`,
    );
  }
  const withdrawn = input.optOuts === undefined ? [] : readOptOuts(input.optOuts, ctx.keys.pseudonym);
  const record = await writeSnapshot(ctx, { slot, last, withdrawn });
  await ctx.journal.append({ kind: 'snapshot', actor: actor.person, body: { ...record } }).durable;
  await putWaitingInForce(ctx, actor.person);
  await grantOpenBlocks(ctx);
  await ctx.snapshots.refresh();
  return { snapshot: record.id, slot: record.slot, block: record.block, policy: record.policy };
}

interface Writing {
  readonly slot: Slot;
  readonly last: SnapshotRecord | undefined;
  readonly withdrawn: readonly string[];
}

async function writeSnapshot(ctx: NodeContext, { slot, last, withdrawn }: Writing): Promise<SnapshotRecord> {
  const { folder, policy, keys, entropy, config } = ctx;
  const register = openRegister({
    folder,
    key: keys.seal.current(),
    formerKeys: keys.seal.all(),
    entropy,
    expected: last,
  });
  register.optOut(withdrawn);
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
