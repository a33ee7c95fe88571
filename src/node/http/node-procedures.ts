import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { z } from 'zod';
import { failureOf, randomId, SfumatoError } from '../../base/index.ts';
import { mayCall } from '../../governance/index.ts';
import { failedInside, type Observe, type Verbs } from '../../link/index.ts';
import type { NodeContext } from '../context.ts';
import { nodeRouter } from './router.ts';

/** Runs one procedure of the node, request to response: the same whether it came sealed or bare. */
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

const Done = z.object({ result: z.object({ data: z.unknown() }) });

/** What a coordinator may have a node do: its procedures, by their names. Each is told of under the coordinator's id for it. */
export function nodeVerbs(ctx: NodeContext, observe: Observe = () => undefined): Verbs {
  return async ({ role }, { verb, input, trace }) => {
    if (!mayCall('node', verb, role) || !Object.hasOwn(nodeRouter._def.procedures, verb)) {
      return undefined;
    }
    const headers = { 'content-type': 'application/json' };
    const request = new Request(`http://node/trpc/${verb}`, { method: 'POST', headers, body: JSON.stringify(input) });
    const startedMs = ctx.clock.monotonicMs();
    let failure: string | undefined;
    const response = await nodeProcedures(ctx, request, (error) => {
      failure = failureOf(error);
    });
    const ms = ctx.clock.monotonicMs() - startedMs;
    const { status } = response;
    observe({ requestId: trace ?? randomId(ctx.entropy), route: `/trpc/${verb}`, status, ms, failure });
    if (!response.ok) {
      throw new SfumatoError('internal', `The procedure ${verb} failed.`);
    }
    return { output: Done.parse(await response.json()).result.data };
  };
}
