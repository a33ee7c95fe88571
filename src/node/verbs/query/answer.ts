import type { Refusal } from '../../../budget/index.ts';
import type { Objection } from '../../../contract/index.ts';
import type { NodeContext } from '../../context.ts';
import { signedRequest } from './admit.ts';
import { answerPlan } from './answer-plan.ts';
import { type Answer, type Asked, type Hold, refuse } from './asking.ts';
import { held } from './held.ts';
import { unwitnessed } from './hindrance.ts';
import { planAsked } from './plan-asked.ts';

/**
 * Answers one signed question. Whatever the answer is, it leaves at admission + T exactly, T being the time class of the
 * plan (the smallest where there is no plan), and the engine slot is held until then.
 */
export function answerQuestion({ ctx, input }: { ctx: NodeContext; input: { signed: string } }): Promise<Answer> {
  return held(ctx, async (hold) => {
    const asked = admit(ctx, input.signed, hold);
    return 'request' in asked ? await recallOrAsk(ctx, asked) : asked;
  });
}

/** Form, key and signature, and whether witnesses let the site answer; what fails here is counted. */
export function admit(ctx: NodeContext, signed: string, hold: Hold): Asked | Refusal {
  const received = signedRequest(ctx, 'question', signed);
  if ('code' in received) {
    return ctx.budget.countRefusal(received);
  }
  const hindered = unwitnessed(ctx);
  if (hindered !== undefined) {
    return ctx.budget.countRefusal(hindered);
  }
  const { request, textHash, person } = received;
  const { key, project, id } = request;
  const ref = { key, project, id, textHash };
  return { request, ref, actor: { actor: person, keyId: key }, hold };
}

/** The request id first: a retry gets its own answer, whatever has changed since; a revoked key alone gets nothing any more. */
async function recallOrAsk(ctx: NodeContext, asked: Asked): Promise<Answer> {
  for (;;) {
    if (ctx.governance.revokedAt(asked.ref.key) !== undefined) {
      return await refuse(ctx, asked, { code: 'key-revoked' });
    }
    const known = ctx.budget.recall(asked.ref);
    switch (known.state) {
      case 'stored':
        return known.answered;
      case 'conflict':
        return await refuse(ctx, asked, { code: 'id-conflict' });
      case 'gone':
        return await refuse(ctx, asked, { code: 'gone' });
      case 'running':
        await known.settled;
        break;
      default: {
        const unfit = asked.request.release === 'total' ? IS_TOTAL : undefined;
        const answer = await planAsked(ctx, { asked, known, unfit }, (asking, plan) => answerPlan(ctx, asking, plan));
        if (answer !== 'again') {
          return answer;
        }
      }
    }
  }
}

const IS_TOTAL: Objection = {
  code: 'unsupported-shape',
  detail: 'The request is for a total, in which no site gives a number of its own; its sites take part in a round.',
};
