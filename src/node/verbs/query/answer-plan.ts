import type { Resumed } from '../../../budget/index.ts';
import type { RefusalCode } from '../../../contract/index.ts';
import { type Charge, draw, factsOf, isLossWithin, release } from '../../../privacy/index.ts';
import { finerAnswers, type Plan, run, statementOf } from '../../../query/index.ts';
import type { NodeContext } from '../../context.ts';
import type { Spending } from '../../witness/guard.ts';
import { type Answer, type Asking, refuse } from './asking.ts';
import { untilRecorded } from './held.ts';
import { metersOf } from './meters.ts';

/**
 * A planned question: stored answer, else slot, reservation, run, noise, commit, in that order. `again`: the question or
 * the request was under way elsewhere; look it up anew.
 */
export async function answerPlan<R>(ctx: NodeContext, asking: Asking, plan: Plan<R>): Promise<Answer | 'again'> {
  const { asked, known } = asking;
  const { hold, ref, actor } = asked;
  hold.afterMs = plan.timeClassMs;
  const mechanism = factsOf(plan.mechanism);
  ctx.pool.prepare(mechanism);
  if (known.state === 'new') {
    const shares = mechanism.pieces.map(({ nanoEpsilon }) => nanoEpsilon);
    const stored = await ctx.budget.lookup({
      ...actor,
      ref,
      question: plan.questionKey,
      shares,
      finer: finerAnswers(plan, mechanism),
    });
    if (stored !== undefined) {
      return stored;
    }
  }
  // No pause between this look and the reservation, so that of many who ask at once one draws and the others wait for it.
  const underWay = ctx.budget.running(plan.questionKey);
  if (underWay !== undefined) {
    await underWay;
    return 'again';
  }
  if (!(await isCovered(ctx, asking, plan))) {
    return await refuse(ctx, asked, { code: 'unavailable' });
  }
  if (ctx.budget.running(plan.questionKey) !== undefined) {
    return 'again';
  }
  hold.slot ??= ctx.slots.take();
  if (hold.slot === undefined) {
    return await refuse(ctx, asked, { code: 'busy' });
  }
  // Taking the slot is the admission: whoever waited for another's answer has all of T from here, and leaves no sooner.
  hold.admittedAtMs = ctx.clock.monotonicMs();
  const reserved = await charge(ctx, asking, plan);
  switch (reserved.state) {
    case 'charged':
      return await runCharged(ctx, { asking, plan, charge: reserved.charge });
    case 'refused':
      return await refuse(ctx, asked, { code: reserved.code });
    case 'concluded':
      return reserved.answered;
    case 'again':
      await reserved.settled;
      return 'again';
  }
}

/** Waits for the next lease of the witnesses, as long as an answer may take. What the caps refuse needs no lease. */
export async function isCovered<R>(ctx: NodeContext, { asked }: Asking, plan: Plan<R>): Promise<boolean> {
  const spending = spendingOf(ctx, asked, plan);
  if (ctx.guard.covers(spending) || !isAffordable(ctx, spending)) {
    return true;
  }
  const { admittedAtMs, afterMs } = asked.hold;
  const [late, done] = [new AbortController(), new AbortController()];
  void ctx.clock.until(admittedAtMs + afterMs, done.signal).then(() => late.abort());
  try {
    return await ctx.guard.extend(spending, late.signal);
  } finally {
    done.abort();
  }
}

function spendingOf<R>(ctx: NodeContext, { actor }: Asking['asked'], plan: Plan<R>): Spending {
  return {
    meters: metersOf(ctx.config, plan, actor.actor),
    loss: ctx.budget.accountant().costOf(factsOf(plan.mechanism)),
  };
}

function isAffordable({ budget }: NodeContext, { meters, loss }: Spending): boolean {
  return isLossWithin(loss, budget.left(meters));
}

/** In the very step that charges: nobody who may not ask by now, no key that was revoked, and nothing beyond the lease. */
export function checkFor<R>(ctx: NodeContext, { asked }: Asking, plan: Plan<R>): () => RefusalCode | undefined {
  const spending = spendingOf(ctx, asked, plan);
  return () => {
    if (ctx.governance.revokedAt(asked.ref.key) !== undefined) {
      return 'key-revoked';
    }
    const authority = ctx.governance.authorise(asked.ref, ctx.journal.nowMs());
    if ('code' in authority) {
      return authority.code;
    }
    if (plan.policy !== ctx.policy) {
      return 'policy-version';
    }
    const isOurs = !isAffordable(ctx, spending) || ctx.guard.covers(spending);
    return isOurs ? undefined : 'unavailable';
  };
}

function charge<R>(ctx: NodeContext, asking: Asking, plan: Plan<R>): Promise<Resumed<R>> {
  const { asked, known, pinned } = asking;
  const { actor, ref } = asked;
  const check = checkFor(ctx, asking, plan);
  const { mechanism, questionKey: question } = plan;
  const meters = metersOf(ctx.config, plan, actor.actor);
  if (known.state === 'interrupted') {
    const { interrupted } = known;
    const charged = ctx.guard.chargesAgain;
    return ctx.budget.resume({
      ...actor,
      mechanism,
      interrupted,
      question,
      meters,
      snapshot: pinned.id,
      check,
      charged,
    });
  }
  return ctx.budget.reserve({
    ...actor,
    mechanism,
    ref,
    question,
    meters,
    snapshot: pinned.id,
    policy: ctx.policy.name,
    check,
  });
}

interface Charged<R> {
  readonly asking: Asking;
  readonly plan: Plan<R>;
  readonly charge: Charge<R>;
}

/** From here on nothing is given back: whatever fails is answered `unavailable`, for good, and stays charged. */
async function runCharged<R>(ctx: NodeContext, charged: Charged<R>): Promise<Answer> {
  const { actor, hold } = charged.asking.asked;
  ctx.budget.startRun(charged.charge);
  try {
    return await releaseAnswer(ctx, charged);
  } catch {
    // How it failed may depend on patients, so nothing of it is told: not to the asker, not to a log, and not when.
    await untilRecorded(ctx, hold);
    return await ctx.budget.conclude({ ...actor, charge: charged.charge, leaves: hold.leaves });
  }
}

async function releaseAnswer<R>(ctx: NodeContext, { asking, plan, charge: paid }: Charged<R>): Promise<Answer> {
  const { asked, pinned } = asking;
  const { mechanism } = plan;
  const admission = { clock: ctx.clock, admittedAtMs: asked.hold.admittedAtMs };
  const exact = await run({ plan, charge: paid, snapshot: pinned.snapshot, admission });
  ctx.fault('ran');
  const released = release({ exact, charge: paid, noise: draw(mechanism, ctx.pool) });
  const statement = statementOf(plan);
  await untilRecorded(ctx, asked.hold);
  return await ctx.budget.commit({
    ...asked.actor,
    charge: paid,
    mechanism,
    released,
    statement,
    leaves: asked.hold.leaves,
  });
}
