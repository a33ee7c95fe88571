import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { declaredToFit } from './declared-length.ts';
import { procedureError, TOO_LONG } from './procedure-error.ts';

/**
 * Lets bodies of at most `bytes` pass. A body whose length is declared is judged by that alone and isn't opened; any other is read and
 * counted.
 */
export function bodyUpTo(bytes: number): MiddlewareHandler {
  const refuse = (c: Context) => c.json(procedureError(413, TOO_LONG), 413);
  const counted = bodyLimit({ maxSize: bytes, onError: refuse });
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') {
      return await next();
    }
    const fits = declaredToFit((name) => c.req.header(name), bytes);
    if (fits === undefined) {
      return await counted(c, next);
    }
    return fits ? await next() : refuse(c);
  };
}
