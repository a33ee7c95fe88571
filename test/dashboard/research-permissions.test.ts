import type { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessEnv } from '../../src/access/index.ts';
import { systemClock, systemEntropy } from '../../src/base/index.ts';
import { coordinatorPagesApp } from '../../src/cli/coordinator-pages/app.ts';
import { sentRequests } from '../../src/cli/coordinator-pages/sent-requests.ts';
import { workbenchApp } from '../../src/cli/workbench/app.ts';
import type { CoordinatorContext } from '../../src/coordinator/index.ts';
import type { Asked, Desk, FederationDesk } from '../../src/dashboard/index.ts';
import { analyst, signedQuestion } from '../support/signing.ts';

const ID = 'ab'.repeat(16);
const QUESTION = 'price=yes&epsilon=0.5';
const terminal = { print: () => undefined, note: () => undefined } as never;
const shell = { clock: systemClock, entropy: systemEntropy(), terminal };

/** What was done that isn't only looked at. */
let done: string[] = [];
let isOpen = true;
let workbench: Hono<AccessEnv>;
let coordinator: Hono<AccessEnv>;

const asked: Asked = {
  ...{ id: ID, form: '', until: Date.UTC(2030, 0, 1), failed: undefined, sites: new Map([['harbour', 'answered']]) },
  wanted: { draft: { count: 'patients', epsilon: '0.5' }, sites: [], total: true },
  reply: { requestId: ID, sites: [], combined: null, notCombined: 'No.', loss: null },
};
const reading = {
  effects: [],
  methods: () => '',
  check: () => [],
  receipts: () => '[]',
  forest: () => ({ why: 'No.' }),
};
const desk = {
  ...{ ...reading, coordinator: 'http://north', project: 'lung', publicKey: 'key', policy: 'p@1.0.0' },
  key: {
    isSealed: true,
    isOpen: () => isOpen,
    open: () => done.push('open') > 0,
    forget: () => void done.push('forget'),
  },
  fields: () => [],
  sites: async () => ['harbour'],
  quote: async () => ({ quote: { sites: [] }, hopeless: undefined }),
  ask: async () => (done.push('ask') > 0 ? ID : undefined),
  sendAgain: () => done.push('again') > 0,
  letGo: () => done.push('let-go') > 0,
  asked: () => [asked],
  saved: () => [],
  save: () => void done.push('save'),
  command: () => 'the command',
} as unknown as Desk;
/** What browsers sent, kept as a coordinator keeps it; nothing goes any further. */
let sent: ReturnType<typeof sentRequests>;
const SIGNED = signedQuestion({
  secretKey: analyst().secretKey,
  draft: { count: 'patients' },
  sites: ['harbour', 'hillside'],
  change: { id: ID },
});
const federation = {
  ...{ ...reading, name: 'north', address: 'http://north', minSites: 2, patientSitesMax: () => 2 },
  federation: async () => ({ fields: [{ name: 'Modality', values: ['CT'] }], sites: [] }),
  policy: () => 'p@1.0.0',
  estimate: async () => ({ why: 'No.' }),
  command: () => 'the command',
  workbench: () => 'the workbench',
  send: (browser: string, signed: string) => {
    const id = sent.send(browser, signed);
    done.push(...(id === undefined ? [] : ['send']));
    return id;
  },
  asked: (browser: string) => sent.asked(browser).map((one) => ({ ...one, reply: asked.reply })),
} as unknown as FederationDesk;

beforeEach(() => {
  done = [];
  isOpen = true;
  sent = sentRequests({} as CoordinatorContext);
  workbench = workbenchApp({ shell, desk, token: 'token' });
  coordinator = coordinatorPagesApp({ shell, desk: federation, proxies: [] });
});

const HOST = 'localhost:8500';
const OURS = { 'sec-fetch-site': 'same-origin', origin: `http://${HOST}` };
const TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
type Headers = Readonly<Record<string, string>>;

const get = async (app: Hono<AccessEnv>, path: string, headers: Headers = {}) =>
  await app.request(`http://${HOST}${path}`, { headers: { host: HOST, ...headers } });
const post = async (app: Hono<AccessEnv>, path: string, body: string, headers: Headers) =>
  await app.request(`http://${HOST}${path}`, { method: 'POST', body, headers: { host: HOST, ...TYPE, ...headers } });
const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? '';
const csrfIn = async (response: Response): Promise<string> =>
  /name="csrf" value="([^"]*)"/.exec(await response.text())?.[1] ?? '';

/** Each route that these pages have, as a method and its path: one that is new is looked at below, or fails here. */
const routesOf = (app: Hono<AccessEnv>): readonly string[] =>
  [...new Set(app.routes.map(({ method, path }) => `${method} ${path}`))]
    .filter((route) => !route.startsWith('ALL ') && !route.includes('/assets/'))
    .sort();

/** Pages and files of the workbench, by route: each has an address, and what whoever has session and key gets there. */
const LOOKED_AT = {
  'GET /': ['/', 200],
  'GET /unlock': ['/unlock', 200],
  'GET /save': [`/save?${QUESTION}`, 200],
  'GET /saved': ['/saved', 200],
  'GET /answers': ['/answers', 200],
  'GET /answers/:id': [`/answers/${ID}`, 200],
  'GET /answers/:id/:file': [`/answers/${ID}/answer.json`, 200],
} as const;
/** What changes something there: where its form is sent, with which fields, and what it does. */
const SENT = {
  'POST /unlock': ['/unlock', 'passphrase=x', 'open'],
  'POST /lock': ['/lock', '', 'forget'],
  'POST /ask': [`/ask?${QUESTION}`, QUESTION, 'ask'],
  'POST /save': ['/save', `form=${encodeURIComponent(QUESTION)}&name=mine`, 'save'],
  'POST /answers/:id/again': [`/answers/${ID}/again`, '', 'again'],
  'POST /answers/:id/let-go': [`/answers/${ID}/let-go`, '', 'let-go'],
} as const;
const PUBLIC = ['GET /enter', 'GET /preferences'];
/** What opens a key and what forgets it takes no open one. */
const WITHOUT_KEY = ['GET /unlock', 'POST /unlock', 'POST /lock'];

/** The cookie of whoever came by the printed address, and their token for forms. */
async function enter(): Promise<{ readonly cookie: string; readonly csrf: string }> {
  const cookie = cookieOf(await get(workbench, '/enter?token=token'));
  return { cookie, csrf: await csrfIn(await get(workbench, '/unlock', { cookie })) };
}

describe('the workbench', () => {
  it('has no route but those of the tables below', () => {
    expect(routesOf(workbench)).toEqual([...PUBLIC, ...Object.keys(LOOKED_AT), ...Object.keys(SENT)].sort());
  });

  it('is entered by the printed address alone, once', async () => {
    for (const wrong of ['/enter', '/enter?token=', '/enter?token=tokem', '/enter?token=token1']) {
      const answer = await get(workbench, wrong);
      expect([wrong, answer.status, cookieOf(answer)]).toEqual([wrong, 403, '']);
    }
    expect((await get(workbench, '/enter?token=token')).status).toBe(303);
    const again = await get(workbench, '/enter?token=token');
    expect([again.status, cookieOf(again)]).toEqual([403, '']);
  });

  it.each(Object.entries(LOOKED_AT))(
    'shows %s to whoever has the session and an open key',
    async (route, [path, status]) => {
      const { cookie } = await enter();
      expect((await get(workbench, path, { cookie })).status).toBe(status);
      const strangers = ['', `__Host-sfumato-workbench=${'A'.repeat(43)}`, cookie.replace('workbench', 'harbour')];
      for (const stranger of strangers) {
        const answer = await get(workbench, path, { cookie: stranger });
        expect([stranger, answer.status]).toEqual([stranger, 403]);
        expect(await answer.text()).not.toContain('patients');
      }
      isOpen = false;
      const closed = await get(workbench, path, { cookie });
      const isAllowed = WITHOUT_KEY.includes(route);
      expect(closed.status).toBe(isAllowed ? status : 303);
      expect((closed.headers.get('location') ?? '/unlock').startsWith('/unlock')).toBe(true);
    },
  );

  it.each(Object.entries(SENT))('takes %s from its own form alone', async (route, [path, body, what]) => {
    const { cookie, csrf } = await enter();
    const form = `${body}&csrf=${csrf}`;
    const forged: readonly (readonly [string, string, Headers])[] = [
      ['no session', form, OURS],
      ['a made-up session', form, { ...OURS, cookie: `__Host-sfumato-workbench=${'A'.repeat(43)}` }],
      ['no token', body, { ...OURS, cookie }],
      ['another token', `${body}&csrf=${'A'.repeat(43)}`, { ...OURS, cookie }],
      ['another page', form, { ...OURS, cookie, 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' }],
      ['a page of the same machine', form, { cookie, origin: 'http://localhost:9999' }],
      ['no word of where it is from', form, { cookie }],
    ];
    for (const [why, fields, headers] of forged) {
      const answer = await post(workbench, path, fields, headers);
      expect([why, answer.status, done]).toEqual([why, 403, []]);
    }
    const plain = await post(workbench, path, form, { ...OURS, cookie, 'content-type': 'text/plain' });
    expect([plain.status, done]).toEqual([403, []]);
    isOpen = false;
    const closed = await post(workbench, path, form, { ...OURS, cookie });
    const isAllowed = WITHOUT_KEY.includes(route);
    expect([closed.status, done]).toEqual([303, isAllowed ? [what] : []]);
    [isOpen, done] = [true, []];
    expect((await post(workbench, path, form, { ...OURS, cookie })).status).toBe(303);
    expect(done).toEqual([what]);
    // An address alone changes nothing.
    done = [];
    await get(workbench, path, { cookie });
    expect(done).toEqual([]);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('takes no %s', async (method) => {
    const { cookie } = await enter();
    const answer = await workbench.request(`http://${HOST}/lock`, { method, headers: { host: HOST, cookie, ...OURS } });
    expect([answer.status, done]).toEqual([404, []]);
  });
});

/** Pages of a coordinator: shown to everybody. */
const OPEN = {
  'GET /': '/',
  'GET /federation': '/federation',
  'GET /answers': '/answers',
  'GET /preferences': '/preferences?lang=de',
} as const;
/** Shown to the browser that sent the request, and to no other. */
const OWN = {
  'GET /answers/:id': `/answers/${ID}`,
  'GET /answers/:id/:file': `/answers/${ID}/answer.json`,
} as const;

/** A browser at the coordinator's pages: its cookie, and its token for forms. */
async function browser(): Promise<{ readonly cookie: string; readonly csrf: string }> {
  const page = await get(coordinator, '/answers');
  return { cookie: cookieOf(page), csrf: await csrfIn(page) };
}

describe('a coordinator’s pages', () => {
  it('have no route but those of the tables below', () => {
    expect(routesOf(coordinator)).toEqual([...Object.keys(OPEN), ...Object.keys(OWN), 'POST /answers'].sort());
  });

  it.each(Object.entries(OPEN))('show %s to everybody', async (_, path) => {
    expect([200, 303]).toContain((await get(coordinator, path)).status);
  });

  it.each(Object.entries(OWN))('show %s to the browser alone that sent the request', async (_, path) => {
    const [mine, other] = [await browser(), await browser()];
    expect(mine.cookie).not.toBe(other.cookie);
    const sent = await post(coordinator, '/answers', `signed=${SIGNED}&csrf=${mine.csrf}`, {
      ...OURS,
      cookie: mine.cookie,
    });
    expect([sent.status, done.length]).toEqual([303, 1]);
    expect((await get(coordinator, path, { cookie: mine.cookie })).status).toBe(200);
    for (const cookie of [other.cookie, '', `__Host-sfumato-north=${'A'.repeat(43)}`]) {
      expect([cookie, (await get(coordinator, path, { cookie })).status]).toEqual([cookie, 404]);
      expect(await (await get(coordinator, '/answers', { cookie })).text()).not.toContain(ID);
    }
  });

  it('send on what their own form sends, and nothing else', async () => {
    const [{ cookie, csrf }, other] = [await browser(), await browser()];
    const form = `signed=${SIGNED}&csrf=${csrf}`;
    const forged: readonly (readonly [string, string, Headers])[] = [
      ['no cookie', form, OURS],
      ['another browser’s cookie', form, { ...OURS, cookie: other.cookie }],
      ['no token', `signed=${SIGNED}`, { ...OURS, cookie }],
      ['another browser’s token', `signed=${SIGNED}&csrf=${other.csrf}`, { ...OURS, cookie }],
      ['another page', form, { cookie, 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' }],
      ['no word of where it is from', form, { cookie }],
    ];
    for (const [why, body, headers] of forged) {
      expect([why, (await post(coordinator, '/answers', body, headers)).status, done]).toEqual([why, 403, []]);
    }
    for (const path of ['/', '/federation', `/answers/${ID}`, '/ask', '/unlock']) {
      expect([path, (await post(coordinator, path, form, { ...OURS, cookie })).status]).toEqual([path, 404]);
    }
    expect(done).toEqual([]);
  });
});
