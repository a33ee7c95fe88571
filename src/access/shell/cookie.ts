import { LIMITS } from '../../base/index.ts';

/**
 * Browsers hold a `__Host-` cookie to its one host, whole path and secure origin. Those that count a loopback address as secure
 * (Chromium, Firefox) take it over http there as well, so that there is one form of cookie and no weaker one.
 * Ports don't part cookies: the site's name does, where several run on one machine.
 */
export function cookieName(site: string): string {
  return `__Host-sfumato-${site}`;
}

/** The header that gives a browser its secret. `Lax` only where people come back from an identity provider, hence from another site. */
export function formatCookie(name: string, secret: string, sameSite: 'Strict' | 'Lax'): string {
  // It outlives its session, so that a form of that is known for one: what was written in it isn't lost.
  const seconds = (2 * LIMITS.sessionMsMax) / 1_000;
  return `${name}=${secret}; Path=/; Max-Age=${seconds}; HttpOnly; Secure; SameSite=${sameSite}`;
}

/** The header that takes it away. */
export function formatNoCookie(name: string, sameSite: 'Strict' | 'Lax'): string {
  return `${name}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=${sameSite}`;
}

/** The secret in a `Cookie` header; `undefined` unless it is there once, in the one form that is given out. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const found = (header ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return pair.slice(0, at).trim() === name && at > 0 ? [pair.slice(at + 1).trim()] : [];
  });
  const [secret] = found;
  return found.length === 1 && secret !== undefined && /^[A-Za-z0-9_-]{43}$/.test(secret) ? secret : undefined;
}
