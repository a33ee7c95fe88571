import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/** A length as a header declares it. */
const LENGTH = /^\d{1,15}$/;

/**
 * Lets bodies of at most `bytes` pass. A body whose length is declared, to which the server holds it, is judged by that alone and
 * isn't opened: it would be made a stream, only to be read as one piece later. Any other is read and counted.
 */
export function bodyUpTo(bytes: number): MiddlewareHandler {
  const refuse = (c: Context) => c.json({ error: 'The request is too long.' }, 413);
  const counted = bodyLimit({ maxSize: bytes, onError: refuse });
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') {
      return await next();
    }
    const length = c.req.header('content-length');
    if (length === undefined || !LENGTH.test(length) || c.req.header('transfer-encoding') !== undefined) {
      return await counted(c, next);
    }
    return Number(length) <= bytes ? await next() : refuse(c);
  };
}
