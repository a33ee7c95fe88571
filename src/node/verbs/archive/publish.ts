import { join } from 'node:path';
import { z } from 'zod';
import type { Actor } from '../../../governance/index.ts';
import {
  type ConsentFile,
  openRegister,
  openStaging,
  publish,
  type Register,
  type Slot,
  slotAt,
} from '../../../warehouse/index.ts';
import type { SnapshotRecord } from '../../catalog/catalog.ts';
import type { NodeContext } from '../../context.ts';
import { grantOpenBlocks } from '../../first-start.ts';
import { siteConsent } from '../consent/open.ts';
import { putWaitingInForce } from '../policy/in-force.ts';
import { assertStaged } from './assert-staged.ts';
import { assertOpenSlot } from './open-slot.ts';
import { readOptOuts } from './opt-outs.ts';
import { orSay, sealOptOuts } from './sealed-list.ts';

/** What a publish tells: nothing that was computed from patients. */
export interface PublishReport {
  readonly snapshot: string;
  readonly slot: string;
  readonly block: number;
  readonly policy: string;
  /** The policy in force from now on: another than the snapshot's where one waited for this publish. */
  readonly inForce: string;
}

/** What a publish takes beside what is staged. */
export const PublishInput = z.strictObject({
  /** A local list of patients who withdrew since the last publish; see `readOptOuts`. */
  optOuts: z.string().optional(),
  /** Take all its lines as they stand. */
  verbatim: z.boolean().default(false),
  /** A first snapshot is wanted although nothing is staged. */
  empty: z.boolean().default(false),
});

interface Publish {
  readonly ctx: NodeContext;
  readonly actor: Actor;
  readonly input: z.infer<typeof PublishInput>;
}

/**
 * Makes the next snapshot from what is staged, records it, and switches to it for plans made from now on. A list of who withdrew is
 * sealed before anything else, so that it counts at the next publish where this one is refused.
 */
export async function publishSnapshot({ ctx, actor, input }: Publish): Promise<PublishReport> {
  const slot = slotAt(ctx.config.calendar, ctx.journal.nowMs());
  const last = ctx.catalog.snapshot();
  const consent = siteConsent(ctx);
  const sealed = sealedList(ctx, consent, input);
  await orSay(sealed, async () => {
    assertOpenSlot(ctx, slot, last);
    await assertStaged(ctx, { isFirst: last === undefined, empty: input.empty });
  });
  const record = await writeSnapshot(ctx, { slot, last, consent });
  // Before the snapshot's own record: what a crash leaves is one more such record, never a snapshot without.
  ctx.journal.append({ kind: 'consent', actor: actor.person, body: { slot: slot.id, ...consent.digest() } });
  await ctx.journal.append({ kind: 'snapshot', actor: actor.person, body: { ...record } }).durable;
  await putWaitingInForce(ctx, actor.person);
  await grantOpenBlocks(ctx);
  await ctx.snapshots.refresh();
  const { id: snapshot, slot: into, block, policy } = record;
  return { snapshot, slot: into, block, policy, inForce: ctx.policy.name };
}

/** Seals the list, if there is one, and says so. */
function sealedList({ keys }: NodeContext, consent: ConsentFile, { optOuts, verbatim }: Publish['input']): string {
  if (optOuts === undefined) {
    return '';
  }
  return sealOptOuts(consent, readOptOuts(optOuts, { pseudonymKey: keys.pseudonym, verbatim }).pseudonyms);
}

interface Writing {
  readonly slot: Slot;
  readonly last: SnapshotRecord | undefined;
  readonly consent: ConsentFile;
}

async function writeSnapshot(ctx: NodeContext, { slot, last, consent }: Writing): Promise<SnapshotRecord> {
  const { folder, policy, keys, entropy, config } = ctx;
  const register = openRegister({
    folder,
    key: keys.seal.current(),
    formerKeys: keys.seal.all(),
    entropy,
    expected: last,
  });
  takeConsent(register, consent);
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

/** All that was ever said: who withdrew stays withdrawn, also where the register is an older one. */
function takeConsent(register: Register, { batches }: ConsentFile): void {
  for (const { allowed, pseudonyms } of batches) {
    if (allowed === 0) {
      register.optOut(pseudonyms);
    } else {
      register.narrow(pseudonyms, allowed);
    }
  }
}
