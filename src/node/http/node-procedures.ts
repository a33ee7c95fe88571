import { callTRPCProcedure, getTRPCErrorFromUnknown } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { failureOf, randomId, SfumatoError } from '../../base/index.ts';
import { mayCall } from '../../governance/index.ts';
import { failedInside, type Observe, type Verbs } from '../../link/index.ts';
import type { NodeContext } from '../context.ts';
import { nodeRouter } from './router.ts';

/** Runs one procedure of the node that came bare, request to response. */
export async function nodeProcedures(
  ctx: NodeContext,
  req: Request,
  onFailure?: (error: unknown) => void,
): Promise<Response> {
  await ctx.turns.next();
  return await fetchRequestHandler({
    endpoint: '/trpc',
    req,
    router: nodeRouter,
    createContext: () => ctx,
    allowBatching: false,
    onError: failedInside(onFailure),
  });
}

/** What a coordinator may have a node do: its procedures, by their names. Each is told of under the coordinator's id for it. */
export function nodeVerbs(ctx: NodeContext, observe: Observe = () => undefined): Verbs {
  return async ({ role }, { verb, input, trace }, signal) => {
    if (!mayCall('node', verb, role) || !Object.hasOwn(nodeRouter._def.procedures, verb)) {
      return undefined;
    }
    const startedMs = ctx.clock.monotonicMs();
    const tell = (status: number, failure?: string): void => {
      const ms = ctx.clock.monotonicMs() - startedMs;
      observe({ requestId: trace ?? randomId(ctx.entropy), route: `/trpc/${verb}`, status, ms, failure });
    };
    await ctx.turns.next();
    try {
      const call = { router: nodeRouter, path: verb, type: 'mutation', ctx, signal, batchIndex: 0 } as const;
      const output = await callTRPCProcedure({ ...call, getRawInput: async () => input });
      tell(200);
      return { output };
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause);
      tell(getHTTPStatusCodeFromError(error), failedInside(failureOf)({ error }));
      throw new SfumatoError('internal', `The procedure ${verb} failed.`);
    }
  };
}
