import { initTRPC } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { z } from 'zod';
import { LIMITS } from '../../base/index.ts';
import {
  COORDINATOR_ENDS,
  FederatedQuote,
  FederatedReply,
  FederatedRevocation,
  FederationFacts,
  SignedRevocation,
} from '../../contract/index.ts';
import { requestSentence } from '../../link/index.ts';
import type { CoordinatorContext } from '../context.ts';
import { ask } from '../verbs/ask.ts';
import { facts } from '../verbs/facts.ts';
import { follow, followQuote } from '../verbs/follow.ts';
import { quote } from '../verbs/quote.ts';
import { revoke } from '../verbs/revoke.ts';

/** What the verbs say by an error. */
const SENTENCES: ReadonlyMap<string, string> = new Map([
  [
    'request-invalid',
    'The request is not valid: signed must be the compact JWS of such a request by its own key, with nothing behind it, such as a line break.',
  ],
  [COORDINATOR_ENDS, COORDINATOR_ENDS],
]);

const t = initTRPC
  .context<CoordinatorContext>()
  .meta<OpenApiMeta>()
  .create({
    isDev: false,
    // A sentence of ours and a code: never what an error happened to say, nor what was sent.
    errorFormatter: ({ shape, error }) => ({
      code: shape.code,
      message: SENTENCES.get(shape.message) ?? requestSentence(error, 'The coordinator could not do this.'),
      data: {},
    }),
  });

/** How a procedure stands in the OpenAPI document. */
function served(name: string, summary: string): OpenApiMeta {
  return { openapi: { method: 'POST', path: `/trpc/${name}`, protect: false, summary } };
}

const Signed = z.strictObject({ signed: z.string().max(LIMITS.signedCharactersMax) });

/** The coordinator's procedures: all of them forward, none of them can ask. */
export const coordinatorRouter = t.router({
  query: t.router({
    ask: t.procedure
      .meta(served('query.ask', 'Asks the sites that a signed question names, and combines what they release.'))
      .input(Signed)
      .output(FederatedReply)
      .mutation(ask),
    /** The same reply, streamed: `FederatedEvent`s. */
    follow: t.procedure.input(Signed).mutation(follow),
    dryRun: t.procedure
      .meta(served('query.dryRun', 'Has the sites that a signed draft names quote it, free.'))
      .input(Signed)
      .output(FederatedQuote)
      .mutation(({ ctx, input }) => quote({ ctx, input })),
    /** The same quotes, streamed: `QuoteEvent`s. */
    followDryRun: t.procedure.input(Signed).mutation(followQuote),
  }),
  key: t.router({
    revoke: t.procedure
      .meta(served('key.revoke', 'Has every site take a key of the asker out of use, by that key’s own signature.'))
      .input(SignedRevocation)
      .output(FederatedRevocation)
      .mutation(revoke),
  }),
  federation: t.router({
    facts: t.procedure
      .meta(served('federation.facts', 'Says which sites there are, and what each states of itself.'))
      .input(z.strictObject({}))
      .output(FederationFacts)
      .mutation(facts),
  }),
});
