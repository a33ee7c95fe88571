import { initTRPC } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { z } from 'zod';
import {
  type Answered,
  type Contributed,
  isAnswer,
  isContribution,
  type Refusal,
  toMaskReply,
  toReply,
} from '../../budget/index.ts';
import { MaskReply, Reply } from '../../contract/index.ts';
import { requestSentence } from '../../link/index.ts';
import type { NodeContext, RoundContext, StatingContext } from '../context.ts';

const t = initTRPC
  .context<NodeContext>()
  .meta<OpenApiMeta>()
  .create({
    isDev: false,
    // What is wrong with the form of a request, and of all else one fixed sentence: an error's own words could hold anything.
    errorFormatter: ({ shape, error }) => ({
      code: shape.code,
      message: requestSentence(error, 'The site could not answer.'),
      data: {},
    }),
  });

/** How a procedure stands in the OpenAPI document. */
export function served(name: string, summary: string): OpenApiMeta {
  return { openapi: { method: 'POST', path: `/trpc/${name}`, protect: false, summary } };
}

/** Puts procedures together. `t.procedure` itself is not to be had outside this file. */
export const router = t.router;

/**
 * Procedures that answer: their output is a token that only a durable commit or refusal makes, checked by identity at
 * run time, so that an `any` that found its way here is an error and not an answer.
 */
const answer = z
  .custom<Answered | Refusal>(isAnswer)
  .transform((token) => toReply(token))
  .pipe(Reply);
export const answering = t.procedure.output(answer);

/** Procedures that give a masked vector: the same, for contributions to a round. No answer in clear passes here. */
const contribution = z
  .custom<Contributed | Answered | Refusal>(isContribution)
  .transform((token) => toMaskReply(token))
  .pipe(MaskReply);
export const masking = t.procedure.output(contribution);

/** Procedures that announce a key for a round: no snapshot, and no key but the one with which the site signs to others. */
export const announcing = t.procedure.use(({ ctx, next }) => {
  const { config, policy, clock, catalog, governance, guard, budget, journal, notary, version } = ctx;
  const { link, roster, rounds, entropy } = ctx;
  const facts: RoundContext = {
    config,
    policy,
    clock,
    catalog,
    governance,
    guard,
    budget,
    journal,
    notary,
    version,
    link,
    roster,
    rounds,
    entropy,
  };
  return next({ ctx: { facts, snapshots: undefined, keys: undefined, pool: undefined } });
});

/** Procedures that state public facts, or an asker's own quota. */
export const stating = t.procedure.use(({ ctx, next }) => {
  const { config, policy, clock, catalog, governance, guard, budget, journal, notary, version } = ctx;
  const facts: StatingContext = { config, policy, clock, catalog, governance, guard, budget, journal, notary, version };
  return next({ ctx: { facts, snapshots: undefined, keys: undefined, pool: undefined } });
});
