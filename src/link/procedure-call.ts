import { z } from 'zod';
import { jsonIn, toUtf8, utf8ToBytes } from '../base/index.ts';
import type { Saying } from './message/caller.ts';
import { REQUEST_ID_HEADER } from './observed.ts';
import type { Post } from './outbound.ts';

const Result = z.object({ result: z.object({ data: z.unknown() }) });

/** A server of procedures, by its origin, and what goes to it. */
interface Server {
  readonly url: string;
  readonly post: Post;
}

/** Calls a procedure without signatures and seals, and gives its output; `undefined` where the body is no reply of one. @throws as `post`. */
export async function callProcedure(
  { url, post }: Server,
  { verb, input, trace }: Saying,
  signal: AbortSignal,
): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...(trace !== undefined && { [REQUEST_ID_HEADER]: trace }) };
  const body = utf8ToBytes(JSON.stringify(input));
  const reply = await post(`${url}/trpc/${verb}`, { body, headers }, signal);
  return Result.safeParse(jsonIn(toUtf8(reply) ?? '')).data?.result.data;
}
