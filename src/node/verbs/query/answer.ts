import type { Refusal } from '../../../budget/index.ts';
import { malformed, readRequest } from '../../../contract/index.ts';
import { isObjection, planned } from '../../../query/index.ts';
import type { NodeContext } from '../../context.ts';
import { authoriseRequest, declaredFacts } from './admit.ts';
import { answerPlan } from './answer-plan.ts';
import { type Answer, type Asked, type Asking, type Hold, type MayRun, refuse } from './asking.ts';
import { held } from './held.ts';
import { NOTHING_PUBLISHED, unwitnessed } from './hindrance.ts';

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

/** Form, key and signature, and whether witnesses let the site answer; what fails here is counted, not recorded, so that a flood can't fill the disk. */
export function admit(ctx: NodeContext, signed: string, hold: Hold): Asked | Refusal {
  const received = readRequest('question', signed);
  if (received === undefined) {
    return ctx.budget.countRefusal(malformed(signed));
  }
  const { request, textHash } = received;
  const { key, project, id } = request;
  const person = ctx.governance.personOf(key);
  if (person === undefined) {
    return ctx.budget.countRefusal({ code: 'unknown-key' });
  }
  if (!received.signed()) {
    return ctx.budget.countRefusal({ code: 'bad-signature' });
  }
  const hindered = unwitnessed(ctx);
  if (hindered !== undefined) {
    return ctx.budget.countRefusal(hindered);
  }
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
        const answer = await authoriseAndAsk(ctx, asked, known);
        if (answer !== 'again') {
          return answer;
        }
      }
    }
  }
}

async function authoriseAndAsk(ctx: NodeContext, asked: Asked, known: MayRun): Promise<Answer | 'again'> {
  const authority = authoriseRequest(ctx, asked.request);
  if ('code' in authority) {
    return await refuse(ctx, asked, authority);
  }
  if (asked.request.release === 'total') {
    const detail =
      'The request is for a total, in which no site gives a number of its own; its sites take part in a round.';
    return await refuse(ctx, asked, { code: 'unsupported-shape', detail });
  }
  const pinned = ctx.snapshots.pin();
  if (pinned === undefined) {
    return await refuse(ctx, asked, NOTHING_PUBLISHED);
  }
  try {
    return await planAndAsk(ctx, { asked, known, pinned, facts: declaredFacts(ctx, authority, pinned.id) });
  } finally {
    pinned.release();
  }
}

async function planAndAsk(ctx: NodeContext, asking: Asking): Promise<Answer | 'again'> {
  const { policy } = ctx;
  const { asked, facts } = asking;
  const answer = planned({ policy, query: asked.request.query, facts }, (plan) => answerPlan(ctx, asking, plan));
  return isObjection(answer) ? await refuse(ctx, asked, answer) : await answer;
}
