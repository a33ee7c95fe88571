import { setImmediate as nextTurn } from 'node:timers/promises';
import { canonicalJson } from '../../../base/index.ts';
import { analystMeter, projectMeter } from '../../../budget/index.ts';
import { type DraftRequest, type DryRunReply, type PieceWire, refusedBy } from '../../../contract/index.ts';
import type { Authority } from '../../../governance/index.ts';
import { howOftenPaid, isLossWithin } from '../../../privacy/index.ts';
import { isObjection, dryRun as priced, type SharedNoise, totalPiece } from '../../../query/index.ts';
import type { StatingContext } from '../../context.ts';
import { sharedNoise } from '../total/round.ts';
import { declaredFacts, signedRequest } from './admit.ts';
import { authoriseUnhindered } from './hindrance.ts';
import { metersOf } from './meters.ts';

/**
 * Says what a signed draft would cost, how precise its answer would be, and whether the budget covers it now. Free; reads policy
 * and meters, never a snapshot; of meters that others share it tells no more than that yes or no.
 */
export async function dryRun({ ctx, input }: { ctx: StatingContext; input: { signed: string } }): Promise<DryRunReply> {
  const received = signedRequest(ctx, 'dry-run', input.signed);
  if ('code' in received) {
    return refusedBy(ctx.config.site, received);
  }
  const { request, person } = received;
  const authority = authoriseUnhindered(ctx, request);
  return 'code' in authority ? refusedBy(ctx.config.site, authority) : quote(ctx, { request, authority, person });
}

interface Quoting {
  readonly request: DraftRequest;
  readonly authority: Authority;
  readonly person: string;
}

async function quote(ctx: StatingContext, { request, authority, person }: Quoting): Promise<DryRunReply> {
  const facts = declaredFacts(ctx, authority, ctx.catalog.snapshot()?.id ?? 'none');
  const price = priced({ policy: ctx.policy, query: request.query, facts });
  if (isObjection(price)) {
    return refusedBy(ctx.config.site, price);
  }
  const { epsilon, rho } = price;
  const all = ctx.budget.left(metersOf(ctx.config, { blocks: price.blocks, facts }, person));
  const own = ctx.budget.left([projectMeter(request.project), analystMeter(person)]);
  const isTotal = request.release === 'total';
  const noise = sharedNoise(ctx, request.sites.length);
  // Before its noise is priced: what would be refused is no work, and no quote.
  const objection = isTotal ? price.totalObjection(noise) : undefined;
  if (objection !== undefined) {
    return refusedBy(ctx.config.site, objection);
  }
  // A total is of one round, so nothing that is stored serves it.
  const found = isTotal
    ? undefined
    : ctx.budget.stored({ question: price.questionKey, shares: price.shares, finer: price.finer });
  const stored = found !== undefined;
  const pieces = found === undefined ? price.pieces : price.piecesOf(found);
  return {
    state: 'quoted',
    site: ctx.config.site,
    policy: ctx.policy.name,
    queryHash: price.queryHash,
    epsilon,
    measures: [...price.measures],
    pieces: isTotal ? await totalPieces(price.pieces, noise) : [...pieces],
    cells: price.cells,
    timeClassSeconds: price.timeClassMs / 1_000,
    blocks: [...price.blocks],
    cost: { epsilon: stored ? '0' : epsilon, ...(rho === undefined ? {} : { rho: stored ? '0' : rho }), stored },
    covered: stored || isLossWithin(price.loss, all),
    moreSuch: Number(howOftenPaid(own, price.loss)),
  };
}

/** Pieces as their total will have them, one in each turn: a dry run is free, and must not keep paid questions waiting. */
async function totalPieces(pieces: readonly PieceWire[], noise: SharedNoise): Promise<PieceWire[]> {
  const known = new Map<string, PieceWire>();
  const all: PieceWire[] = [];
  for (const piece of pieces) {
    const { mechanism, interval } = piece;
    const alike = canonicalJson({ mechanism, confidence: interval.confidence });
    if (!known.has(alike)) {
      await nextTurn();
    }
    const priced = known.get(alike) ?? totalPiece(piece, noise);
    known.set(alike, priced);
    all.push({
      ...piece,
      mechanism: priced.mechanism,
      interval: { ...interval, halfWidth: priced.interval.halfWidth },
    });
  }
  return all;
}
