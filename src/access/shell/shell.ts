import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { timeout } from 'hono/timeout';
import { type Clock, type Entropy, LIMITS, randomBytes, randomId, toBase64Url } from '../../base/index.ts';
import type { Draw, FaultCode, Kept } from '../page.ts';
import type { Session } from '../sessions/session.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { askerOf } from './address.ts';
import { cookieName, formatCookie, formatNoCookie, readCookie } from './cookie.ts';
import { formOwner, formToken, judgeForm } from './csrf.ts';
import type { AccessContext, AccessEnv, AccessMiddleware } from './env.ts';
import { EMPTY_FORM } from './form.ts';
import { pageHeaders } from './headers.ts';
import { hostCheck } from './host.ts';
import { keptOf } from './kept.ts';
import { createTryMeter } from './meter.ts';

/** One request in the log of pages: no query, no field, no cookie, no address. */
export interface AccessLine {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly person: string | undefined;
}

/** What stands before every page. */
export interface ShellParts {
  readonly site: string;
  /** `https://…` as people's browsers have it, where a proxy with TLS stands before the pages; without it, loopback names only. */
  readonly origin?: string | undefined;
  /** Addresses of proxies that may say in `X-Forwarded-For` who asks. */
  readonly proxies?: readonly string[];
  /** Paths whose forms hold a long text; whoever is signed in may send one, or was: such a one gets it back. */
  readonly longForms?: readonly string[];
  /** People come back from an identity provider. */
  readonly comesBack?: boolean;
  readonly sessions: Sessions;
  /** Whether a person may still be signed in: asked at each request, so that a command ends the sessions of a process that runs. */
  readonly isStill?: (person: string) => boolean;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly draw: Draw;
  readonly onRequest: (line: AccessLine) => void;
  /** Is told of what went wrong inside: the page tells nobody, and shows the request's id. */
  readonly onFailure: (requestId: string, error: unknown) => void;
}

/** The shell, and what sign-in needs of it. */
export interface Shell {
  /** An app behind the shell. */
  app(addPages: (app: Hono<AccessEnv>) => void): Hono<AccessEnv>;
  /** Gives the browser the secret of a session that just began or was renewed. */
  signedIn(c: AccessContext, secret: string): void;
  signedOut(c: AccessContext): void;
  fault(c: AccessContext, code: FaultCode, kept?: Kept): Response | Promise<Response>;
}

const STATUS: Readonly<Record<FaultCode, number>> = {
  'not-found': 404,
  'not-asked-here': 403,
  'wrong-form': 415,
  'form-expired': 403,
  'too-long': 413,
  'too-many': 429,
  'too-slow': 503,
  failed: 500,
};

const SECRET_BYTES = 32;

/** Everything that a request passes before a page sees it, in one order. */
export function createShell(parts: ShellParts): Shell {
  const { draw } = parts;
  const name = cookieName(parts.site);
  const sameSite = parts.comesBack ? 'Lax' : 'Strict';
  const fault = (c: AccessContext, code: FaultCode, kept?: Kept) =>
    draw(c, { kind: 'fault', code, requestId: c.get('requestId'), kept }, STATUS[code]);
  const signedIn = (c: AccessContext, secret: string): void => {
    c.set('browser', secret);
    c.set('cookie', formatCookie(name, secret, sameSite));
  };
  return Object.freeze({
    signedIn,
    signedOut: (c) => c.set('cookie', formatNoCookie(name, sameSite)),
    fault,
    app(addPages) {
      const app = new Hono<AccessEnv>();
      app.use(named(parts), pageHeaders(parts.origin?.startsWith('https:') ?? false), hostCheck(parts.origin));
      app.use(recognised(parts, name), paced(fault));
      app.use(bounded(parts, fault));
      app.use(checkedForms(parts, { fault, signedIn }), timeout(LIMITS.pageHandlingMsMax));
      addPages(app);
      app.notFound((c) => fault(c, 'not-found'));
      // What went wrong is told to nobody who asks: an error may hold anything.
      app.onError((error, c) => {
        if (error instanceof HTTPException && error.status === 504) {
          return fault(c, 'too-slow');
        }
        // Whoever left while a form was read broke nothing.
        if (!c.req.raw.signal.aborted) {
          parts.onFailure(c.get('requestId'), error);
        }
        return fault(c, 'failed');
      });
      return app;
    },
  } satisfies Shell);
}

/** Gives the request its id, and the log its line. */
function named({ clock, entropy, onRequest, proxies = [] }: ShellParts): AccessMiddleware {
  return async (c, next) => {
    const began = clock.monotonicMs();
    c.set('requestId', randomId(entropy));
    c.set('asker', askerOf(c.env, c.req.header('x-forwarded-for'), proxies));
    await next();
    onRequest({
      requestId: c.get('requestId'),
      method: c.req.method,
      path: c.req.path.slice(0, 200),
      status: c.res.status,
      ms: Math.round(clock.monotonicMs() - began),
      person: c.get('session')?.person,
    });
  };
}

function recognised({ sessions, isStill = () => true }: ShellParts, name: string): AccessMiddleware {
  return async (c, next) => {
    const browser = readCookie(c.req.header('cookie'), name);
    c.set('browser', browser);
    const session = browser === undefined ? undefined : sessions.find(browser);
    const isOver = session !== undefined && !isStill(session.person);
    if (isOver) {
      sessions.endAllOf(session.person);
    }
    c.set('session', isOver ? undefined : session);
    c.set('hasEnded', browser !== undefined && sessions.hasEnded(browser));
    await next();
    const cookie = c.get('cookie');
    if (cookie !== undefined) {
      c.res.headers.append('set-cookie', cookie);
    }
  };
}

/** Bodies of a page's length, and longer ones where a form needs them. */
function bounded({ longForms = [] }: ShellParts, fault: Shell['fault']): AccessMiddleware {
  const within = (maxSize: number) => bodyLimit({ maxSize, onError: (c) => fault(c, 'too-long') });
  const [short, long] = [within(LIMITS.pageBodyBytesMax), within(LIMITS.longFormBytesMax)];
  const isKnown = (c: AccessContext): boolean => c.get('session') !== undefined || c.get('hasEnded');
  return (c, next) => (isKnown(c) && longForms.includes(c.req.path) ? long : short)(c, next);
}

/** So many pages a minute for a session, or for an address that has none. */
function paced(fault: Shell['fault']): AccessMiddleware {
  const meter = createTryMeter({ tries: LIMITS.pagesPerMinuteMax, windowMs: 60_000 });
  return async (c, next) => {
    const session: Session | undefined = c.get('session');
    if (!(await meter.take(session?.handle ?? `from ${c.get('asker')}`))) {
      return await fault(c, 'too-many');
    }
    return await next();
  };
}

/** Lets nothing be changed but by a form of ours; gives pages the token for their own. */
function checkedForms(
  { entropy }: ShellParts,
  { fault, signedIn }: Pick<Shell, 'fault' | 'signedIn'>,
): AccessMiddleware {
  const key = randomBytes(entropy, SECRET_BYTES);
  const tokenFor = (c: AccessContext): string => {
    const owner = formOwner(c);
    if (owner !== undefined) {
      return formToken(key, owner);
    }
    const browser = toBase64Url(randomBytes(entropy, SECRET_BYTES));
    signedIn(c, browser);
    return formToken(key, { browser });
  };
  return async (c, next) => {
    c.set('form', EMPTY_FORM);
    c.set('csrfToken', () => tokenFor(c));
    if (c.req.method === 'POST') {
      const judged = await judgeForm(c, key);
      if ('code' in judged) {
        return await fault(c, judged.code, judged.form && keptOf(c, judged.form));
      }
      c.set('form', judged);
    } else if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      return await fault(c, 'not-found');
    }
    return await next();
  };
}
