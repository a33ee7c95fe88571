import type { Action, SignedAction } from '../../../contract/index.ts';
import type { Seat } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';

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
}

/** Decisions that wait for signatures, the oldest first; expired ones are gone. */
export async function listInbox({ ctx }: { readonly ctx: NodeContext }): Promise<{ pending: readonly InboxEntry[] }> {
  const { governance } = ctx;
  const now = ctx.journal.nowMs();
  const open = [...governance.decisions.pending.values()].filter(({ action }) => action.expires > now);
  return {
    pending: open.map((one) => {
      const approval = governance.approval(one);
      return {
        ...{ action: one.action, signed: one.signed, sinceMs: one.sinceMs },
        signedBy: governance.namesOf(one),
        mayStill: governance.mayStillSign(one),
        missing: 'missing' in approval ? approval.missing : 'Nothing: hand it in once more.',
        lacks: 'lacks' in approval ? approval.lacks : [],
      };
    }),
  };
}
