import type { Refusal } from '../../../budget/index.ts';
import type { Objection } from '../../../contract/index.ts';
import { isObjection, type Plan, planned } from '../../../query/index.ts';
import type { NodeContext } from '../../context.ts';
import { authoriseRequest, declaredFacts } from './admit.ts';
import { type Asked, type Asking, type MayRun, refuse } from './asking.ts';
import { NOTHING_PUBLISHED } from './hindrance.ts';

/** A request that may run, and why it is refused all the same once it is authorised. */
interface Wanted {
  readonly asked: Asked;
  readonly known: MayRun;
  readonly unfit?: Objection | undefined;
}

/** Authorises a request and plans it on the snapshot of this moment, which stays open until `use` has ended. */
export async function planAsked<T>(
  ctx: NodeContext,
  { asked, known, unfit }: Wanted,
  use: <R>(asking: Asking, plan: Plan<R>) => Promise<T>,
): Promise<T | Refusal> {
  const { policy } = ctx;
  const { query } = asked.request;
  const authority = authoriseRequest(ctx, asked.request);
  if ('code' in authority) {
    return await refuse(ctx, asked, authority);
  }
  if (unfit !== undefined) {
    return await refuse(ctx, asked, unfit);
  }
  const pinned = ctx.snapshots.pin();
  if (pinned === undefined) {
    return await refuse(ctx, asked, NOTHING_PUBLISHED);
  }
  try {
    const facts = declaredFacts(ctx, authority, pinned.id);
    const used = planned({ policy, query, facts }, (plan) => use({ asked, known, pinned, facts }, plan));
    return isObjection(used) ? await refuse(ctx, asked, used) : await used;
  } finally {
    pinned.release();
  }
}
