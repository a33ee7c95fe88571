import { TRPCError } from '@trpc/server';
import type { AddInput, AddReply, LatestReply, Witness } from '../../link/index.ts';
import type { CoordinatorContext } from '../context.ts';

/** What the coordinator keeps of a log that it watches. */
export async function latest({
  ctx,
  input,
}: {
  ctx: CoordinatorContext;
  input: { origin: string };
}): Promise<LatestReply> {
  return witnessOf(ctx).latest(input.origin);
}

/** Co-signs a checkpoint that extends what the coordinator keeps. */
export async function add({ ctx, input }: { ctx: CoordinatorContext; input: AddInput }): Promise<AddReply> {
  return await witnessOf(ctx).add(input);
}

function witnessOf({ witness }: CoordinatorContext): Witness {
  if (witness === undefined) {
    throw new TRPCError({ code: 'NOT_FOUND', message: 'This coordinator is no witness.' });
  }
  return witness;
}
