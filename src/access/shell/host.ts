import type { AccessMiddleware } from './env.ts';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** The origin that a request was sent to; `undefined` for a name that isn't ours, which is how DNS rebinding looks. */
function originOf(host: string | undefined, configured: string | undefined): string | undefined {
  const name = host?.toLowerCase() ?? '';
  if (configured !== undefined) {
    return name === new URL(configured).host ? configured : undefined;
  }
  return LOOPBACK.test(name) ? `http://${name}` : undefined;
}

/** Answers requests to our own names only. */
export function hostCheck(configured: string | undefined): AccessMiddleware {
  return async (c, next) => {
    const origin = originOf(c.req.header('host'), configured);
    if (origin === undefined) {
      return c.text(`This address is not served here. (${c.get('requestId')})\n`, 421);
    }
    c.set('origin', origin);
    return await next();
  };
}
