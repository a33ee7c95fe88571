import type { Interrupted } from '../../../budget/index.ts';
import type { MaskInput } from '../../../contract/index.ts';
import type { NodeContext } from '../../context.ts';
import { admit } from '../query/answer.ts';
import { type Asked, refuse } from '../query/asking.ts';
import { held } from '../query/held.ts';
import { planAsked } from '../query/plan-asked.ts';
import { type Contribution, maskPlan } from './mask-plan.ts';

/**
 * Gives a site's masked vector for one round, once the keys of the whole roster are there. It leaves at admission + T exactly, as an
 * answer does, and is charged as one. The same round gets the same bytes for ever, and no attempt has a second one.
 */
export function maskVector({ ctx, input }: { ctx: NodeContext; input: MaskInput }): Promise<Contribution> {
  return held(ctx, async (hold) => {
    const asked = admit(ctx, input.signed, hold);
    if (!('request' in asked)) {
      return asked;
    }
    const { attempt } = input.start;
    return await recallOrMask(ctx, { ...asked, ref: { ...asked.ref, attempt } }, input);
  });
}

async function recallOrMask(ctx: NodeContext, asked: Asked, input: MaskInput): Promise<Contribution> {
  for (;;) {
    if (ctx.governance.revokedAt(asked.ref.key) !== undefined) {
      return await refuse(ctx, asked, { code: 'key-revoked' });
    }
    const known = ctx.budget.recallAttempt(asked.ref);
    switch (known.state) {
      case 'masked':
        return known.nonce === input.start.nonce
          ? known.contributed
          : await refuse(ctx, asked, { code: 'round-unfit' });
      case 'stored':
        return known.answered;
      case 'conflict':
        return await refuse(ctx, asked, { code: 'id-conflict' });
      case 'gone':
        return await refuse(ctx, asked, { code: 'gone' });
      case 'interrupted':
        return await forfeit(ctx, asked, known.interrupted);
      case 'running':
        await known.settled;
        break;
      case 'new': {
        const masked = await planAsked(ctx, { asked, known }, (asking, plan) => maskPlan(ctx, { asking, input }, plan));
        if (masked !== 'again') {
          return masked;
        }
      }
    }
  }
}

function forfeit(ctx: NodeContext, { actor }: Asked, interrupted: Interrupted): Promise<Contribution> {
  return ctx.budget.forfeit({ ...actor, interrupted });
}
