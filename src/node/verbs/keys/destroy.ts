import { z } from 'zod';
import { SfumatoError } from '../../../base/index.ts';
import type { Actor } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';
import type { KeyRecord, KnownKey } from '../../keys/key-history.ts';
import { type RingPurpose, shortId } from '../../keys/key-ring.ts';
import { answersUnder } from './answers-under.ts';
import { KeyReason } from './input.ts';
import { resealFiles } from './reseal.ts';

/** Which former key is destroyed, by the first digits of its fingerprint, and why; the reason is recorded. */
export const DestroyInput = z.strictObject({
  purpose: z.enum(['seal', 'checkpoint']),
  id: z.string().regex(/^[0-9a-f]{8}$/),
  reason: KeyReason,
});

interface Destroy {
  readonly ctx: NodeContext;
  readonly actor: Actor;
  readonly input: z.infer<typeof DestroyInput>;
}

/** What was destroyed, and how many stored answers nobody can read any more. */
export interface DestroyReport {
  readonly purpose: RingPurpose;
  readonly id: string;
  readonly answersGone: number;
}

/**
 * Destroys a former key for good. What a seal key sealed in the journal is erased with it: those answers are gone, and stay
 * charged. Files and the lease of the witnesses are sealed anew before. @throws SfumatoError `wrong-use`, or `not-witnessed` while the
 * witnesses still need the key.
 */
export async function destroyKey({ ctx, actor, input }: Destroy): Promise<DestroyReport> {
  const { purpose, id, reason } = input;
  const ring = ctx.keys[purpose];
  const full = formerKey(purpose === 'seal' ? ctx.history.seals() : ctx.history.signers(), id);
  const answersGone = purpose === 'seal' ? answersUnder(ctx, full) : 0;
  if (purpose === 'seal') {
    await resealFiles(ctx);
  }
  ring.rest(full, true);
  try {
    await ctx.guard.renew();
    const body: KeyRecord = { act: 'destroyed', purpose, key: full };
    await ctx.journal.append({ kind: 'key', actor: actor.person, reason, body }).durable;
  } catch (error) {
    ring.rest(full, false);
    // With the key back, what the witnesses said without it is over; that they can't be asked is said by the guard.
    await ctx.guard.renew().catch(() => undefined);
    throw error;
  }
  ring.drop(full);
  return { purpose, id, answersGone };
}

function formerKey(known: readonly KnownKey[], id: string): string {
  const key = known.find((one) => shortId(one.id) === id);
  if (key === undefined || key.state === 'destroyed') {
    throw new SfumatoError('wrong-use', 'No such key is left; `sfumato keys show` lists them.');
  }
  if (key.state === 'in use') {
    throw new SfumatoError('wrong-use', 'This key is in use; rotate it first.');
  }
  return key.id;
}
