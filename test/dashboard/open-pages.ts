import { scryptSync } from 'node:crypto';
import { appendFileSync, rmSync } from 'node:fs';
import type { Hono } from 'hono';
import { type AccessEnv, createAccess, invite, type Stretch, sealKey } from '../../src/access/index.ts';
import {
  hashText,
  LIMITS,
  publicKeyOf,
  randomBytes,
  systemClock,
  systemEntropy,
  toBase64Url,
} from '../../src/base/index.ts';
import { sitePagesApp } from '../../src/cli/site-pages/app.ts';
import { type Action, draftAction, type SignedAction, signAction } from '../../src/contract/index.ts';
import { drawAccess, LONG_FORMS } from '../../src/dashboard/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import type { LocalVerb, OpenNode, VerbOutput } from '../../src/node/index.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, publishedSite, siteFolder } from '../support/site-folder.ts';

const entropy = systemEntropy();
export const PASSPHRASE = 'correct horse battery';
/** scrypt as it is, but a thousandth of the work. */
const quickly: Stretch = async (secret, { salt }) =>
  Uint8Array.from(scryptSync(secret, Buffer.from(salt, 'base64url'), 32, { N: 2 ** 7, r: 8, p: 1 }));

const PEOPLE = {
  mira: ['privacy-officer'],
  noor: ['steward'],
  rosa: ['auditor'],
  otto: ['operator'],
} as const;
export type Name = keyof typeof PEOPLE;

/** A browser of somebody who is signed in: it keeps its cookie and sends forms as browsers do. */
export interface Browser {
  readonly cookie: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Fills the form at `action` on the page at `path` in, and sends it; follows to the page that says what became of it. */
  send(path: string, action: string, fields: Readonly<Record<string, string>>): Promise<Response>;
  /** Sends fields to `action` by the token of another form: what a page doesn't offer, somebody can send all the same. */
  forge(
    way: { readonly path: string; readonly form: string; readonly action: string },
    fields: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** The same, without following. */
  post: Browser['forge'];
}

/** A real site with its pages. */
export interface OpenPages {
  readonly node: OpenNode;
  readonly app: Hono<AccessEnv>;
  readonly ada: ReturnType<typeof analyst>;
  /** The configuration's file. */
  readonly config: string;
  readonly folder: string;
  /** Has the site's own account do a verb. */
  run<V extends LocalVerb>(verb: V, input?: unknown): Promise<VerbOutput[V]>;
  /** A decision with a person's signature. */
  signed(name: Name, action: Action): SignedAction;
  /** A code with which a person sets up their sign-in. */
  invite(person: Name): string;
  browser(name: Name | 'nobody', strongAgeMs?: number, lang?: 'en' | 'de'): Browser;
  close(): Promise<void>;
}

const ORIGIN = 'http://localhost:8400';

/** Opens a site, published or empty, with four people who decide and keys of theirs. */
export async function openPages({ published = false, clock = systemClock } = {}): Promise<OpenPages> {
  const ada = analyst();
  const wanted = { site: 'harbour', publicKey: ada.publicKey };
  const site = published ? await publishedSite(wanted) : siteFolder(wanted);
  const secrets = new Map(Object.keys(PEOPLE).map((name) => [name, randomBytes(entropy, 32)]));
  const enrolled = Object.entries(PEOPLE).map(
    ([person, roles]) =>
      `{ person: ${person}, key: ${toBase64Url(publicKeyOf(secrets.get(person)!))}, roles: [${roles.join(', ')}] }`,
  );
  appendFileSync(site.config, `people: [${enrolled.join(', ')}]\n`);
  const node = await openSite({ ...site, policyFile: POLICY_FILE }, clock);
  const { people, sessions } = node.ctx;
  for (const [owner, secretKey] of secrets) {
    const sealed = await sealKey({ owner, secretKey, passphrase: PASSPHRASE, stretch: quickly, entropy });
    people.writeKey(owner, sealed!);
    // A session lasts while its person has a way to sign in; nobody knows this password.
    const scrypt = { log2: LIMITS.scryptLog2Min, salt: toBase64Url(randomBytes(entropy, 16)) };
    const password = { scrypt, hash: hashText('test', 'nobody knows') };
    people.update(owner, (before) => ({ ...before, password }));
  }
  const draw = drawAccess({
    site: 'harbour',
    policy: () => node.ctx.policy.name,
    standingOf: node.ctx.governance.standingOf,
  });
  const onFailure = (_: string, error: unknown): never => {
    throw error;
  };
  const told = { onRequest: () => undefined, onEvent: () => undefined, onFailure };
  const access = createAccess({
    ...{ site: 'harbour', people, sessions, clock, entropy, draw, stretch: quickly, ...told },
    nowMs: () => node.ctx.journal.nowMs(),
    longForms: LONG_FORMS,
  });
  const app = sitePagesApp({
    ...{ node, access, entropy },
    // A browser gets its cookie here, where a test isn't about the sign-in itself.
    more: (pages) =>
      pages.get('/test-sign-in/:name', (c) => {
        const strongAgeMs = c.req.query('stale') === undefined ? 0 : 3_600_000;
        const secret = sessions.begin({ person: c.req.param('name'), method: 'password', strongAgeMs });
        c.set('cookie', `__Host-sfumato-harbour=${secret}; Path=/; HttpOnly; Secure; SameSite=Strict`);
        return c.redirect('/', 303);
      }),
  });
  return {
    signed: (name, action) => signAction(draftAction(action), secrets.get(name)!),
    invite(person) {
      const now = { nowMs: node.ctx.journal.nowMs(), wallMs: clock.wallMs() };
      return invite(person, { people, entropy, now, validMs: 3_600_000 });
    },
    ...{ node, app, ada, folder: site.folder, config: site.config },
    run: (verb, input = {}) =>
      node.run({ verb, input, actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined }),
    browser(name, strongAgeMs = 0, lang) {
      const secret = name === 'nobody' ? undefined : sessions.begin({ person: name, method: 'password', strongAgeMs });
      return browserOf(
        app,
        [...(lang ? [`lang=${lang}`] : []), ...(secret ? [`__Host-sfumato-harbour=${secret}`] : [])].join('; '),
      );
    },
    async close() {
      await node.close();
      rmSync(site.folder, { recursive: true, force: true });
    },
  };
}

function browserOf(app: Hono<AccessEnv>, cookie: string): Browser {
  const get: Browser['get'] = async (path, headers = {}) =>
    await app.request(`${ORIGIN}${path}`, { headers: { host: 'localhost:8400', cookie, ...headers } });
  const post: Browser['post'] = async ({ path, form: wanted, action }, fields) => {
    const page = await (await get(path)).text();
    const form = page.split('<form').find((one) => one.includes(`action="${wanted}"`));
    if (form === undefined) {
      throw new Error(`${path} has no form for ${wanted}`);
    }
    const [, csrf = ''] = /name="csrf" value="([^"]*)"/.exec(form) ?? [];
    // A browser sends what is hidden in a form, too.
    const inputs = wanted === action ? (form.split('</form>')[0]?.match(/<input type="hidden"[^>]*>/g) ?? []) : [];
    const hidden = inputs.map((input) =>
      ['name', 'value'].map((at) => new RegExp(` ${at}="([^"]*)"`).exec(input)?.[1]),
    );
    return await app.request(`${ORIGIN}${action}`, {
      method: 'POST',
      headers: {
        ...{ host: 'localhost:8400', cookie, origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ ...Object.fromEntries(hidden), csrf, ...fields }),
    });
  };
  // What leads to the sign-in or asks for factors is told to whoever sent the form.
  const forge: Browser['forge'] = async (way, fields) => {
    const answer = await post(way, fields);
    const to = answer.headers.get('location') ?? '/sign-in';
    return to.startsWith('/sign-in') || to.startsWith('/step-up') ? answer : await get(to);
  };
  return {
    cookie,
    get,
    post,
    send: (path, action, fields) => forge({ path, form: action, action }, fields),
    forge,
  };
}
