import { assert } from '../../../base/index.ts';
import type { Actor, Answered, Recalled, Refusal, RequestRef } from '../../../budget/index.ts';
import type { Objection, Request } from '../../../contract/index.ts';
import type { DeclaredFacts } from '../../../query/index.ts';
import type { PinnedSnapshot } from '../../catalog/holder.ts';
import type { NodeContext } from '../../context.ts';
import type { Slot } from '../../slots.ts';

/** An answer or a “no”: nothing else leaves a procedure that answers. */
export type Answer = Answered | Refusal;

/** What is held until the answer leaves: how long after admission that is, and the engine slot if one was taken. */
export interface Hold {
  admittedAtMs: number;
  afterMs: number;
  slot: Slot | undefined;
  /** Resolves when the answer leaves. */
  readonly leaves: Promise<void>;
}

/** A request that a known key has signed. */
export interface Asked {
  readonly request: Request;
  readonly ref: RequestRef;
  readonly actor: Actor;
  readonly hold: Hold;
}

/** What the books said of a request that may run: it is new, or was interrupted. */
export type MayRun = Extract<Recalled, { state: 'new' | 'interrupted' }>;

/** An authorised request with the snapshot that its plan is pinned to. */
export interface Asking {
  readonly asked: Asked;
  readonly known: MayRun;
  readonly pinned: PinnedSnapshot;
  readonly facts: DeclaredFacts;
}

/** Records a “no” to a request of a known key. */
export async function refuse(ctx: NodeContext, { ref, actor }: Asked, { code, detail }: Objection): Promise<Refusal> {
  assert(code !== 'malformed' && code !== 'bad-signature' && code !== 'unknown-key', 'a known key has signed');
  return await ctx.budget.refuse({ ...actor, ref, code, ...(detail === undefined ? {} : { detail }) });
}
