import { scryptSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import {
  type Access,
  type AccessEvent,
  type AccessLine,
  type AccessParts,
  createAccess,
  createPeopleFolder,
  createSessions,
  invite,
  type PeopleFolder,
  requireSession,
  type Sessions,
  type Stretch,
  sessionOf,
} from '../../src/access/index.ts';
import { systemEntropy } from '../../src/base/index.ts';
import { type HandClock, handClock } from './hand-clock.ts';
import { type Browser, browserOf, drawAsJson, pageOf } from './shell-app.ts';

export const PASSWORD = 'correct horse battery';
const KEY = new Uint8Array(32).fill(9);

export interface LocalSite {
  readonly folder: string;
  readonly access: Access;
  readonly app: ReturnType<Access['app']>;
  readonly people: PeopleFolder;
  readonly sessions: Sessions;
  readonly clock: HandClock;
  readonly events: AccessEvent[];
  readonly lines: AccessLine[];
  browser(asker?: string): Browser;
  invite(person: string): string;
  /** Enrols a person as the pages have it; gives the generator of their codes. */
  enrol(person: string): Promise<{ readonly browser: Browser; readonly code: () => string }>;
  remove(): void;
}

/** scrypt as it is, but a thousandth of the work; `stretch.test.ts` tries the whole of it. */
const QUICKLY: Stretch = async (secret, { salt }) =>
  Uint8Array.from(scryptSync(secret.normalize('NFKC'), Buffer.from(salt, 'base64url'), 32, { N: 2 ** 7, r: 8, p: 1 }));

/** A site whose people sign in with what it keeps of them itself. */
export function localSite(changes: Partial<AccessParts> = {}): LocalSite {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-access-'));
  const [clock, entropy] = [handClock(), systemEntropy()];
  const sessions = createSessions({ clock: changes.clock ?? clock, entropy });
  const people = createPeopleFolder({ folder, site: 'north', key: KEY, entropy });
  const events: AccessEvent[] = [];
  const lines: AccessLine[] = [];
  const access = createAccess({
    site: 'north',
    people,
    sessions,
    clock,
    nowMs: clock.wallMs,
    entropy,
    stretch: QUICKLY,
    draw: drawAsJson,
    onEvent: (event) => void events.push(event),
    onRequest: (line) => void lines.push(line),
    onFailure: (_, error) => {
      throw error;
    },
    ...changes,
  });
  const app = access.app((pages) => {
    pages.get('/', requireSession, (c) => c.json(sessionOf(c)));
  });
  const browser = (asker?: string): Browser => browserOf(app, undefined, asker);
  const makeInvite = (person: string): string =>
    invite(person, { people, entropy, now: { nowMs: clock.wallMs(), wallMs: clock.wallMs() }, validMs: 3_600_000 });
  return {
    ...{ folder, access, app, people, sessions, clock, events, lines, browser, invite: makeInvite },
    async enrol(person) {
      const own = browser('10.9.9.9');
      const invitation = makeInvite(person);
      const code = codesOf(await secretOf(own, invitation), clock);
      const fields = {
        invitation,
        password: PASSWORD,
        again: PASSWORD,
        code: code(),
        csrf: await tokenOf(own, '/enrol'),
      };
      const response = await own.post('/enrol/factors', fields);
      if (response.status !== 303) {
        throw new Error(await response.text());
      }
      clock.advance(30_000);
      return { browser: own, code };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The secret that the page shows to somebody invited. */
async function secretOf(browser: Browser, invitation: string): Promise<string> {
  const page = pageOf(
    await (await browser.post('/enrol', { invitation, csrf: await tokenOf(browser, '/enrol') })).text(),
  );
  if (page.kind !== 'enrol-factors') {
    throw new Error(JSON.stringify(page));
  }
  return page.secret;
}

/** What the person's authenticator shows now. */
export function codesOf(secret: string, clock: HandClock): () => string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
  return () => totp.generate({ timestamp: clock.wallMs() });
}

/** The token of a page's forms. */
export async function tokenOf(browser: Browser, path: string): Promise<string> {
  return pageOf(await (await browser.get(path)).text()).csrf;
}

/** Sends the sign-in form; gives the response and what it shows. */
export async function signIn(browser: Browser, fields: Record<string, string>) {
  const response = await browser.post('/sign-in', { csrf: await tokenOf(browser, '/sign-in'), ...fields });
  const text = await response.text();
  return { status: response.status, page: text === '' ? undefined : pageOf(text), response };
}
