import {
  type Objection,
  type Request,
  type RoundDescriptor,
  type RoundStart,
  roundOf,
} from '../../../contract/index.ts';
import { colludersOf } from '../../../policy/index.ts';
import { factsOf, scaleOf } from '../../../privacy/index.ts';
import { type Plan, type SharedNoise, totalObjection } from '../../../query/index.ts';
import type { NodeContext } from '../../context.ts';

/** Of which attempt at which request a round is. */
export interface RoundWanted {
  readonly request: Request;
  readonly textHash: string;
  readonly start: RoundStart;
}

/** A round as this site understands it, from request, policy and enrolled keys alone. */
export interface UnderstoodRound {
  readonly round: string;
  readonly descriptor: RoundDescriptor;
  readonly noise: SharedNoise;
}

/** Works a round out for itself, whatever anybody says of it; or says why this site takes no part. */
export function understood<R>(
  ctx: Pick<NodeContext, 'policy' | 'roster' | 'governance'>,
  plan: Plan<R>,
  { request, textHash, start }: RoundWanted,
): UnderstoodRound | Objection {
  if (request.release !== 'total' || start.attempt > request.maxAttempts) {
    return { code: 'round-unfit' };
  }
  const roster = request.sites.map((site) => ({ site, key: ctx.roster.get(site) ?? '' }));
  const frozen = frozenOf(ctx, request.sites);
  if (frozen.length > 0) {
    return { code: 'frozen', detail: `The link with ${frozen.join(', ')} is frozen here.` };
  }
  const unknown = roster.filter(({ key }) => key === '').map(({ site }) => site);
  if (unknown.length > 0) {
    return { code: 'roster-unknown', detail: `No key of ${unknown.join(', ')} is enrolled here.` };
  }
  const noise = sharedNoise(ctx, roster.length);
  const colluders = noise.count - noise.parts;
  const { pieces } = factsOf(plan.mechanism);
  const objection = totalObjection(plan, pieces, noise);
  if (objection !== undefined) {
    return objection;
  }
  const descriptor: RoundDescriptor = {
    version: 1,
    request: textHash,
    query: plan.queryHash,
    roster,
    colluders,
    ...start,
    policy: { deidentification: ctx.policy.deidentificationHash, disclosure: ctx.policy.disclosureHash },
    pieces: pieces.map((piece) => {
      const { numerator, denominator } = scaleOf(piece);
      return {
        length: piece.length,
        a: { numerator: denominator.toString(), denominator: numerator.toString() },
      };
    }),
  };
  return { round: roundOf(descriptor), descriptor, noise };
}

/** Sites with which nothing is to be worked out now. */
export function frozenOf({ governance }: Pick<NodeContext, 'governance'>, sites: readonly string[]): readonly string[] {
  return sites.filter((site) => governance.isFrozen(`link:site/${site}`));
}

/** How the noise of a total over so many sites is shared here. */
export function sharedNoise({ policy }: Pick<NodeContext, 'policy'>, count: number): SharedNoise {
  return { count, parts: count - colludersOf(policy, count) };
}
