import { canonicalJson, fromBase64Url, hashText } from '../../../base/index.ts';
import type { Answered, Contributed, Refusal } from '../../../budget/index.ts';
import { isAdvertisedBy, type MaskInput, type Objection } from '../../../contract/index.ts';
import { type Charge, type Disguise, type Drawing, disguise, mask } from '../../../privacy/index.ts';
import { isObjection, type Plan, run, statementOf } from '../../../query/index.ts';
import type { NodeContext } from '../../context.ts';
import type { OpenRound } from '../../rounds.ts';
import { checkFor, isCovered } from '../query/answer-plan.ts';
import { type Asking, refuse } from '../query/asking.ts';
import { untilRecorded } from '../query/held.ts';
import { metersOf } from '../query/meters.ts';
import { drawnInTurns } from './drawn-in-turns.ts';
import { frozenOf, type UnderstoodRound, understood } from './round.ts';

/** What leaves a site for a total: its masked vector, or a “no”. */
export type Contribution = Contributed | Answered | Refusal;

/** An attempt that may run, and what came with it. */
export interface Masking {
  readonly asking: Asking;
  readonly input: MaskInput;
}

/**
 * A planned question for a total: round, keys and masks, then as for an answer lease, slot, reservation, run beside the drawing of shares,
 * and gate. `again`: the attempt was under way elsewhere; look it up anew.
 */
export async function maskPlan<R>(
  ctx: NodeContext,
  { asking, input }: Masking,
  plan: Plan<R>,
): Promise<Contribution | 'again'> {
  const { asked } = asking;
  const { hold, ref, request } = asked;
  hold.afterMs = plan.timeClassMs;
  const round = understood(ctx, plan, { request, textHash: ref.textHash, start: input.start });
  if (isObjection(round)) {
    return await refuse(ctx, asked, round);
  }
  const open = ctx.rounds.find(ref);
  const others = open && otherKeys(ctx, { round, open }, input);
  // Before anything is charged: a key that can't be used costs nobody anything. No share of noise is drawn yet.
  const cover = open && others && disguise(plan.mechanism, partIn(ctx, { round, open, others }), ctx.entropy);
  if (cover === undefined) {
    return await refuse(ctx, asked, UNFIT);
  }
  if (!(await isCovered(ctx, asking, plan))) {
    return await refuse(ctx, asked, { code: 'unavailable' });
  }
  hold.slot ??= ctx.slots.take();
  if (hold.slot === undefined) {
    return await refuse(ctx, asked, { code: 'busy' });
  }
  hold.admittedAtMs = ctx.clock.monotonicMs();
  return await chargeAndMask(ctx, { asking, input, round, cover }, plan);
}

const UNFIT: Objection = {
  code: 'round-unfit',
  detail: 'The keys are not those of the whole roster for a round that this site has a key for.',
};

/** What a site works with once its round is sure. */
interface Covered<R> extends Masking {
  readonly round: UnderstoodRound;
  readonly cover: Drawing<Disguise<R>>;
}

async function chargeAndMask<R>(ctx: NodeContext, covered: Covered<R>, plan: Plan<R>): Promise<Contribution | 'again'> {
  const { asking, input, round } = covered;
  const { asked, pinned } = asking;
  const check = checkFor(ctx, asking, plan);
  const reserved = await ctx.budget.reserve({
    ...asked.actor,
    mechanism: plan.mechanism,
    ref: asked.ref,
    question: hashText('sfumato/total/v1', canonicalJson([plan.questionKey, round.round])),
    meters: metersOf(ctx.config, plan, asked.actor.actor),
    snapshot: pinned.id,
    policy: ctx.policy.name,
    round: { hash: round.round, nonce: input.start.nonce },
    // A link that was frozen while the site waited for its witnesses.
    check: () => (frozenOf(ctx, asked.request.sites).length > 0 ? 'frozen' : check()),
  });
  switch (reserved.state) {
    case 'charged':
      // The masks are there; from here on nobody can work them out again.
      ctx.rounds.end(asked.ref);
      return await runCharged(ctx, { ...covered, charge: reserved.charge }, plan);
    case 'refused':
      return await refuse(ctx, asked, { code: reserved.code });
    case 'again':
      await reserved.settled;
      return 'again';
  }
}

/**
 * From here on nothing is given back: whatever fails is answered `unavailable`, for good, and stays charged. Shares are drawn only now:
 * how long that takes tells how wide the noise is, and between this charge and the next record, at three quarters of T, nobody sees it.
 */
async function runCharged<R>(
  ctx: NodeContext,
  { asking, input, round, cover, charge }: Covered<R> & { readonly charge: Charge<R> },
  plan: Plan<R>,
): Promise<Contribution> {
  const { asked, pinned } = asking;
  const { mechanism } = plan;
  const ending = { ...asked.actor, charge, leaves: asked.hold.leaves };
  ctx.budget.startRun(charge);
  try {
    const admission = { clock: ctx.clock, admittedAtMs: asked.hold.admittedAtMs };
    const [exact, disguised] = await Promise.all([
      run({ plan, charge, snapshot: pinned.snapshot, admission }),
      drawnInTurns(cover),
    ]);
    ctx.fault('ran');
    const masked = mask({ exact, charge, disguise: disguised });
    const { noise: shares } = round;
    await untilRecorded(ctx, asked.hold);
    return await ctx.budget.contribute({
      ...ending,
      mechanism,
      masked,
      statement: statementOf(plan, shares),
      start: input.start,
      shares,
    });
  } catch {
    await untilRecorded(ctx, asked.hold);
    return await ctx.budget.conclude(ending);
  }
}

/** A round for which this site made a key. */
interface OwnRound {
  readonly round: UnderstoodRound;
  readonly open: OpenRound;
}

/** The other sites' keys; `undefined` unless each site of the roster, and no other, has signed one for this very round. */
function otherKeys(
  { config }: NodeContext,
  { round, open }: OwnRound,
  { advertisements }: MaskInput,
): ReadonlyMap<string, Uint8Array> | undefined {
  const { roster } = round.descriptor;
  const fits = advertisements.length === roster.length && open.round === round.round;
  const others = new Map<string, Uint8Array>();
  for (const { site, key } of roster) {
    const advertisement = advertisements.find((one) => one.site === site);
    const publicKey = fromBase64Url(advertisement?.ephemeral ?? '');
    if (!fits || advertisement === undefined || publicKey === undefined) {
      return undefined;
    }
    const isOwn = site === config.site;
    if (isOwn && canonicalJson(advertisement) !== canonicalJson(open.advertisement)) {
      return undefined;
    }
    if (!isOwn && !isAdvertisedBy(key, round.round, advertisement)) {
      return undefined;
    }
    if (!isOwn) {
      others.set(site, publicKey);
    }
  }
  return others;
}

function partIn(
  { config }: NodeContext,
  { round, open, others }: OwnRound & { readonly others: ReadonlyMap<string, Uint8Array> },
) {
  const { colluders } = round.descriptor;
  return { round: round.round, self: config.site, secretKey: open.secretKey, others, colluders };
}
