import { agreementKeyOf, randomBytes, toBase64Url } from '../../../base/index.ts';
import type { RequestRef } from '../../../budget/index.ts';
import {
  type AdvertiseInput,
  type AdvertiseReply,
  advertise,
  type Objection,
  type Received,
  refusedBy,
} from '../../../contract/index.ts';
import { isObjection, planned } from '../../../query/index.ts';
import type { RoundContext } from '../../context.ts';
import type { OpenRound } from '../../rounds.ts';
import { declaredFacts, signedRequest } from '../query/admit.ts';
import { authoriseUnhindered } from '../query/hindrance.ts';
import { understood } from './round.ts';

const KEY_BYTES = 32;

/**
 * Makes a key for one round of a signed request, and signs it over the round as this site understands it. Free, and without a look at
 * any patient: like a dry run, it is no answer, and its refusals are not recorded.
 */
export async function advertiseKey({ ctx, input }: AdvertiseCall): Promise<AdvertiseReply> {
  const opened = openRound(ctx, input);
  if ('code' in opened) {
    return refusedBy(ctx.config.site, opened);
  }
  const { round, advertisement } = opened;
  return { state: 'advertised', site: ctx.config.site, round, advertisement };
}

interface AdvertiseCall {
  readonly ctx: RoundContext;
  readonly input: AdvertiseInput;
}

function openRound(ctx: RoundContext, input: AdvertiseInput): OpenRound | Objection {
  const received = signedRequest(ctx, 'question', input.signed);
  if ('code' in received) {
    return received;
  }
  const { key, project, id } = received.request;
  const ref = { key, project, id, textHash: received.textHash, attempt: input.start.attempt };
  return roundIn(ctx, { received, ref, start: input.start });
}

interface Opening {
  readonly received: Received<'question'>;
  readonly ref: RequestRef;
  readonly start: AdvertiseInput['start'];
}

function roundIn(ctx: RoundContext, { received: { request, textHash }, ref, start }: Opening): OpenRound | Objection {
  const authority = authoriseUnhindered(ctx, request);
  if ('code' in authority) {
    return authority;
  }
  const facts = declaredFacts(ctx, authority, ctx.catalog.snapshot()?.id ?? 'none');
  const round = planned({ policy: ctx.policy, query: request.query, facts }, (plan) =>
    understood(ctx, plan, { request, textHash, start }),
  );
  if (isObjection(round)) {
    return round;
  }
  const open = ctx.rounds.find(ref);
  if (open?.round === round.round) {
    return open;
  }
  const { state } = ctx.budget.recallAttempt(ref);
  if (state !== 'new') {
    return { code: state === 'conflict' ? 'id-conflict' : 'round-unfit' };
  }
  const made = freshRound(ctx, { round: round.round, person: authority.person, expires: request.expires });
  ctx.rounds.open(ref, made);
  return made;
}

function freshRound(
  { config, link, entropy }: RoundContext,
  { round, ...asked }: Pick<OpenRound, 'round' | 'person' | 'expires'>,
): OpenRound {
  const secretKey = randomBytes(entropy, KEY_BYTES);
  const own = { site: config.site, ephemeral: toBase64Url(agreementKeyOf(secretKey)) };
  return Object.freeze({ round, ...asked, secretKey, advertisement: advertise(round, own, link.signing) });
}
