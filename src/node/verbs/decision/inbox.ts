import { isSfumatoError, type SfumatoError } from '../../../base/index.ts';
import type { Action, SignedAction } from '../../../contract/index.ts';
import type { Pending, Seat } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';
import { assertPossible } from './apply.ts';
import { signerGone } from './signer-gone.ts';

/** A decision that waits for signatures. */
export interface InboxEntry {
  readonly action: Action;
  /** What a further signature is added to. */
  readonly signed: SignedAction;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly sinceMs: number;
  readonly signedBy: readonly string[];
  readonly mayStill: readonly string[];
  readonly missing: string;
  /** The seats that are still open, each by the roles that may take it; empty where something else is missing. */
  readonly lacks: readonly Seat[];
  /** Why it can’t be done any more, whoever signs it; it can only be declined. */
  readonly impossible?: SfumatoError['ground'];
}

/** Decisions that wait for signatures, the oldest first; expired ones are gone. */
export async function listInbox({ ctx }: { readonly ctx: NodeContext }): Promise<{ pending: readonly InboxEntry[] }> {
  const { governance } = ctx;
  const now = ctx.journal.nowMs();
  const open = [...governance.decisions.pending.values()].filter(({ action }) => action.expires > now);
  return {
    pending: open.map((one) => {
      const why = signerGone(governance, one) ?? whyNot(ctx, one.action);
      if (why !== undefined) {
        return entryOf(ctx, one, { mayStill: [], missing: why.message, lacks: [], impossible: why.ground });
      }
      const approval = governance.approval(one);
      return entryOf(ctx, one, {
        mayStill: governance.mayStillSign(one),
        missing: 'missing' in approval ? approval.missing : 'Nothing: hand it in once more.',
        lacks: 'lacks' in approval ? approval.lacks : [],
      });
    }),
  };
}

type Standing = Pick<InboxEntry, 'mayStill' | 'missing' | 'lacks' | 'impossible'>;

function entryOf({ governance }: NodeContext, one: Pending, standing: Standing): InboxEntry {
  const { action, signed, sinceMs } = one;
  return { action, signed, sinceMs, signedBy: governance.namesOf(one), ...standing };
}

/** What has come in the way of a decision since it was proposed. */
function whyNot(ctx: NodeContext, action: Action): SfumatoError | undefined {
  try {
    assertPossible(ctx, action);
    return undefined;
  } catch (error) {
    if (!isSfumatoError(error) || error.ground === undefined) {
      throw error;
    }
    return error;
  }
}
