import { z } from 'zod';
import { requirePlainText, SignedAction } from '../../../contract/index.ts';
import { actorOf, ground, notTaken } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';

/** A signed action of kind `decline`. */
export const DeclineInput = z.strictObject({ signed: SignedAction });

interface Decline {
  readonly ctx: NodeContext;
  readonly input: z.infer<typeof DeclineInput>;
}

/** Which decision was declined, and by whom. */
export interface DeclineReport {
  readonly action: string;
  readonly people: readonly string[];
}

/** Ends a pending decision for good: by a steward or privacy officer, or by whoever signed it. @throws SfumatoError `approval-missing` or `wrong-use`. */
export async function declineAction({ ctx, input: { signed } }: Decline): Promise<DeclineReport> {
  const { action, people } = ctx.governance.judge(signed);
  if (action.kind !== 'decline' || action.site !== ctx.config.site || action.expires <= ctx.journal.nowMs()) {
    const sentence = 'This is no decline for this site, or it has expired; sign a new one.';
    throw notTaken(ground('expired-or-elsewhere', sentence), 'approval-missing');
  }
  if (!ctx.governance.decisions.pending.has(action.body.action)) {
    throw notTaken(ground('pending-none', 'No such decision is pending; see `sfumato inbox`.'));
  }
  requirePlainText(action);
  const actor = actorOf(people);
  await ctx.journal.append({ kind: 'decline', actor, reason: action.reason, body: { signed } }).durable;
  return { action: action.body.action, people };
}
