import type { Hono } from 'hono';
import {
  type AccessEnv,
  type AccessLine,
  type AccessPage,
  createSessions,
  createShell,
  csrfToken,
  type Draw,
  requireSession,
  type Sessions,
  type Shell,
  type ShellParts,
  sessionOf,
  stepUp,
} from '../../src/access/index.ts';
import { systemEntropy } from '../../src/base/index.ts';
import { type HandClock, handClock } from './hand-clock.ts';

export const ORIGIN = 'http://localhost:8400';

/** Draws a page as what access said of it, for tests to read. */
export const drawAsJson: Draw = (c, page, status) => {
  const token = page.kind === 'fault' ? '' : csrfToken(c);
  return c.body(JSON.stringify({ ...page, csrf: token }), {
    status: status as 200,
    headers: { 'content-type': 'text/plain' },
  });
};

export interface ShellApp {
  readonly app: Hono<AccessEnv>;
  readonly shell: Shell;
  readonly sessions: Sessions;
  readonly clock: HandClock;
  readonly lines: AccessLine[];
  readonly failures: [requestId: string, error: unknown][];
  /** A browser of somebody who is signed in. */
  signedIn(person: string): Browser;
}

/** A small site of pages behind the shell. */
export function shellApp(changes: Partial<ShellParts> = {}): ShellApp {
  const clock = handClock();
  const entropy = systemEntropy();
  const sessions = createSessions({ clock, entropy });
  const lines: AccessLine[] = [];
  const onRequest = (line: AccessLine): void => void lines.push(line);
  const failures: [string, unknown][] = [];
  const told = { onRequest, onFailure: (...failure: [string, unknown]): void => void failures.push(failure) };
  const shell = createShell({ site: 'north', sessions, clock, entropy, draw: drawAsJson, ...told, ...changes });
  const app = shell.app((pages) => {
    pages.get('/form', (c) => c.text(csrfToken(c)));
    pages.post('/form', (c) => c.text(`took ${c.get('form').one('name') ?? 'nothing'}`));
    pages.get('/mine', requireSession, (c) => c.text(sessionOf(c).person));
    pages.post('/mine', requireSession, (c) => c.text(`done by ${sessionOf(c).person}`));
    pages.get('/freshly', requireSession, (c) => stepUp(c, '/mine'));
    pages.get('/broken', () => {
      throw new Error('SELECT secret FROM patients');
    });
  });
  return {
    app,
    shell,
    sessions,
    clock,
    lines,
    failures,
    signedIn(person) {
      const secret = sessions.begin({ person, method: 'password', strongAgeMs: 0 });
      return browserOf(app, `__Host-sfumato-north=${secret}`);
    },
  };
}

export interface Browser {
  cookie: string | undefined;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** A form; JSON where there is such a body. */
  post(
    path: string,
    fields: Record<string, string>,
    headers?: Record<string, string>,
    json?: object,
  ): Promise<Response>;
}

/** What a browser of our own pages sends. */
export function browserOf(app: Pick<Hono<AccessEnv>, 'request'>, cookie?: string, asker = '10.1.2.3'): Browser {
  const env = { incoming: { socket: { remoteAddress: asker } } };
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = { host: 'localhost:8400', ...(browser.cookie === undefined ? {} : { cookie: browser.cookie }) };
    const response = await app.request(`${ORIGIN}${path}`, { ...init, headers: { ...headers, ...init.headers } }, env);
    const set = response.headers.get('set-cookie')?.split(';')[0];
    browser.cookie = set ?? browser.cookie;
    return response;
  };
  const browser: Browser = {
    cookie,
    get: (path, headers = {}) => send(path, { headers: { 'sec-fetch-site': 'same-origin', ...headers } }),
    post: (path, fields, headers = {}, json) =>
      send(path, {
        method: 'POST',
        body: json === undefined ? new URLSearchParams(fields).toString() : JSON.stringify(json),
        headers: {
          origin: ORIGIN,
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
      }),
  };
  return browser;
}

export function pageOf(text: string): AccessPage & { readonly csrf: string } {
  return JSON.parse(text);
}
