import type { AccessMiddleware } from './env.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not “no-referrer”: browsers then send `Origin: null` with our own forms.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/** What every response of a page says to the browser, errors included. No response is for other origins: there is no CORS. */
export function pageHeaders(isTls: boolean): AccessMiddleware {
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) {
      c.res.headers.set(name, value);
    }
    if (!c.res.headers.has('cache-control')) {
      c.res.headers.set('cache-control', 'no-store');
    }
    if (isTls) {
      c.res.headers.set('strict-transport-security', 'max-age=31536000');
    }
    c.res.headers.set('x-request-id', c.get('requestId'));
  };
}
