import { initTRPC } from '@trpc/server';
import { z } from 'zod';
import { LIMITS } from '../../base/index.ts';
import {
  FederatedQuote,
  FederatedReply,
  FederatedRevocation,
  FederationFacts,
  SignedRevocation,
} from '../../contract/index.ts';
import type { CoordinatorContext } from '../context.ts';
import { ask } from '../verbs/ask.ts';
import { facts } from '../verbs/facts.ts';
import { follow } from '../verbs/follow.ts';
import { quote } from '../verbs/quote.ts';
import { revoke } from '../verbs/revoke.ts';

const t = initTRPC.context<CoordinatorContext>().create({
  isDev: false,
  // A fixed sentence and a code: never what an error happened to say.
  errorFormatter: ({ shape }) => ({
    code: shape.code,
    message: shape.message === 'request-invalid' ? 'The request is not valid.' : 'The coordinator could not do this.',
    data: {},
  }),
});

const Signed = z.strictObject({ signed: z.string().max(LIMITS.bodyBytesMax) });

/** The coordinator's procedures: all of them forward, none of them can ask. */
export const coordinatorRouter = t.router({
  query: t.router({
    ask: t.procedure.input(Signed).output(FederatedReply).mutation(ask),
    /** The same reply, streamed: `FederatedEvent`s. */
    follow: t.procedure.input(Signed).mutation(follow),
    dryRun: t.procedure.input(Signed).output(FederatedQuote).mutation(quote),
  }),
  key: t.router({
    revoke: t.procedure.input(SignedRevocation).output(FederatedRevocation).mutation(revoke),
  }),
  federation: t.router({
    facts: t.procedure.input(z.strictObject({})).output(FederationFacts).mutation(facts),
  }),
});
