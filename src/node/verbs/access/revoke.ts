import { z } from 'zod';
import { Id } from '../../../contract/index.ts';
import type { Actor } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';
import { assertKnown } from './known.ts';
import { onRecord } from './on-record.ts';

/** Who signs in no more. */
export const RevokeAccessInput = z.strictObject({ person: Id });

interface Revoke {
  readonly ctx: Pick<NodeContext, 'people' | 'sessions' | 'journal' | 'accessLog'>;
  readonly actor: Actor;
  readonly input: z.infer<typeof RevokeAccessInput>;
}

/** Forgets how a person signs in and their sealed deciding key, and ends their sessions. @throws SfumatoError `wrong-use`. */
export async function revokeAccess({
  ctx,
  actor,
  input: { person },
}: Revoke): Promise<{ person: string; revoked: true }> {
  assertKnown(ctx, person);
  return await onRecord(ctx, { actor, change: 'revoked', person }, () => {
    ctx.people.remove(person);
    ctx.sessions.endAllOf(person);
    return { person, revoked: true };
  });
}
