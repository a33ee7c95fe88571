import { initTRPC, TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { failedInside } from '../observed.ts';
import { AddInput, AddReply, LatestInput, LatestReply } from './protocol.ts';
import type { Witness } from './witness.ts';

const t = initTRPC.context<{ readonly witness: Witness | undefined }>().create({
  isDev: false,
  // A fixed sentence and a code: never what an error happened to say.
  errorFormatter: ({ shape }) => ({ code: shape.code, message: 'The witness could not do this.', data: {} }),
});

/** A witness's procedures. Checkpoints are signed by the logs themselves, so whoever carries them need not be known. */
export const witnessRouter = t.router({
  witness: t.router({
    latest: t.procedure
      .input(LatestInput)
      .output(LatestReply)
      .mutation(({ ctx, input }) => witnessOf(ctx).latest(input.origin)),
    add: t.procedure
      .input(AddInput)
      .output(AddReply)
      .mutation(({ ctx, input }) => witnessOf(ctx).add(input)),
  }),
});

/** Where a process takes what is for its witness. */
export const WITNESS_PATHS: readonly string[] = ['/trpc/witness.latest', '/trpc/witness.add'];

/** Answers a request on `WITNESS_PATHS`. */
export function witnessEndpoint(
  req: Request,
  witness: Witness | undefined,
  onFailure?: (error: unknown) => void,
): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/trpc',
    req,
    router: witnessRouter,
    createContext: () => ({ witness }),
    allowBatching: false,
    onError: failedInside(onFailure),
  });
}

function witnessOf({ witness }: { readonly witness: Witness | undefined }): Witness {
  if (witness === undefined) {
    throw new TRPCError({ code: 'NOT_FOUND' });
  }
  return witness;
}
