import { describe, expect, it } from 'vitest';
import { PATHS, safeNext } from '../../src/access/index.ts';
import { LIMITS } from '../../src/base/index.ts';
import { browserOf, ORIGIN, pageOf, shellApp } from './shell-app.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the cookie', () => {
  it('is bound to the host, out of reach of scripts, never sent from other sites, and sent over secure origins only', async () => {
    const site = shellApp();
    const set = (await browserOf(site.app).get('/form')).headers.get('set-cookie');
    expect(set).toMatch(/^__Host-sfumato-north=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; Secure; SameSite=Strict$/);
    const back = shellApp({ comesBack: true });
    expect((await browserOf(back.app).get('/form')).headers.get('set-cookie')).toMatch(/SameSite=Lax$/);
  });

  it.each([
    ['twice', (cookie: string) => `${cookie}; ${cookie}`],
    ['under a longer name', (cookie: string) => `x${cookie}`],
    ['with a tail', (cookie: string) => `${cookie}x`],
    ['in quotes', (cookie: string) => cookie.replace(/=(.*)/, '="$1"')],
    ['in another case', (cookie: string) => cookie.replace('__Host', '__host')],
    ['encoded', (cookie: string) => cookie.replace('=', '%3D')],
  ])('opens nothing %s', async (_, change) => {
    const site = shellApp();
    const browser = site.signedIn('ada');
    expect((await browser.get('/mine')).status).toBe(200);
    browser.cookie = change(browser.cookie ?? '');
    expect((await browser.get('/mine')).status).toBe(303);
  });

  it('is read among others', async () => {
    const site = shellApp();
    const browser = site.signedIn('ada');
    browser.cookie = `a=1; ${browser.cookie}; b="x;y"; =; ;`;
    expect(await (await browser.get('/mine')).text()).toBe('ada');
  });
});

describe('a form', () => {
  it('is taken from our own page with the token of this browser', async () => {
    const site = shellApp();
    const browser = browserOf(site.app);
    const csrf = await (await browser.get('/form')).text();
    expect(await (await browser.post('/form', { csrf, name: 'x' })).text()).toBe('took x');
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 'not-asked-here'],
    ['a site beside ours', { 'sec-fetch-site': 'same-site' }, 'not-asked-here'],
    ['an address bar', { 'sec-fetch-site': 'none' }, 'not-asked-here'],
    ['another origin', { origin: 'https://evil.example' }, 'not-asked-here'],
    ['another port of this machine', { origin: 'http://localhost:8401' }, 'not-asked-here'],
    ['nowhere', { origin: 'null' }, 'not-asked-here'],
    ['no type of content', { 'content-type': '' }, 'wrong-form'],
    ['plain text', { 'content-type': 'text/plain' }, 'wrong-form'],
    ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }, 'wrong-form'],
    ['JSON without our script’s header', { 'content-type': 'application/json' }, 'form-expired'],
  ])('is not taken from %s', async (_, headers, code) => {
    const site = shellApp();
    const browser = browserOf(site.app);
    const csrf = await (await browser.get('/form')).text();
    const response = await browser.post('/form', { csrf, name: 'x' }, headers as Record<string, string>);
    expect(pageOf(await response.text())).toMatchObject({ kind: 'fault', code });
    expect(response.status).toBeGreaterThanOrEqual(403);
  });

  it('is not taken when the browser says nothing of where it comes from', async () => {
    const site = shellApp();
    const browser = browserOf(site.app);
    const csrf = await (await browser.get('/form')).text();
    const headers = { host: 'localhost:8400', cookie: browser.cookie ?? '', ...FORM };
    const send = (more: Record<string, string>) =>
      site.app.request(`${ORIGIN}/form`, {
        method: 'POST',
        body: `csrf=${csrf}&name=x`,
        headers: { ...headers, ...more },
      });
    expect((await send({})).status).toBe(403);
    expect((await send({ origin: ORIGIN })).status).toBe(200);
  });

  it('is not taken with the token of another browser, none, an empty or a doubled one', async () => {
    const site = shellApp();
    const mine = browserOf(site.app);
    const own = await (await mine.get('/form')).text();
    const other = await (await browserOf(site.app).get('/form')).text();
    expect(other).not.toBe(own);
    for (const fields of [{ csrf: other }, {}, { csrf: '' }, { csrf: `${own}x` }]) {
      const response = await mine.post('/form', { name: 'x', ...fields });
      expect(pageOf(await response.text()), JSON.stringify(fields)).toMatchObject({ code: 'form-expired' });
    }
    mine.cookie = undefined;
    expect((await mine.post('/form', { csrf: own })).status).toBe(403);
  });

  it('is not taken after a sign-in with the token from before it', async () => {
    const site = shellApp();
    const before = browserOf(site.app);
    const csrf = await (await before.get('/form')).text();
    const after = site.signedIn('ada');
    expect((await after.post('/mine', { csrf })).status).toBe(403);
    expect((await after.post('/mine', { csrf: await (await after.get('/form')).text() })).status).toBe(200);
  });

  it('outlives its session: factors shown again, or a new sign-in of the same person, don’t end it; another person does', async () => {
    const site = shellApp();
    const ada = site.signedIn('ada');
    const csrf = await (await ada.get('/form')).text();
    const [, secret = ''] = (ada.cookie ?? '').split('=');
    const renewed = site.sessions.renew(secret, 0);
    ada.cookie = (ada.cookie ?? '').replace(secret, renewed ?? '');
    expect(await (await ada.post('/mine', { csrf })).text()).toBe('done by ada');
    expect(await (await site.signedIn('ada').post('/mine', { csrf })).text()).toBe('done by ada');
    expect((await site.signedIn('bob').post('/mine', { csrf })).status).toBe(403);
    site.sessions.endAllOf('ada');
    expect((await ada.post('/mine', { csrf })).status).toBe(403);
  });

  it('is not taken from somebody who is signed in with the token of a browser that has their name for a cookie', async () => {
    const site = shellApp();
    const person = 'a'.repeat(43);
    const [known, stranger] = [site.signedIn(person), browserOf(site.app)];
    stranger.cookie = `${(known.cookie ?? '').split('=')[0]}=${person}`;
    const csrf = await (await stranger.get('/form')).text();
    expect((await stranger.post('/form', { csrf })).status).toBe(200);
    expect((await known.post('/mine', { csrf })).status).toBe(403);
  });

  it('may call its fields anything, which changes no object', async () => {
    const site = shellApp();
    const browser = browserOf(site.app);
    const csrf = await (await browser.get('/form')).text();
    const names = ['__proto__', '__proto__[name]', 'constructor[prototype][name]', 'a.__proto__.name'];
    const hostile = Object.fromEntries(names.map((name) => [name, 'x']));
    const response = await browser.post('/form', { csrf, ...hostile });
    expect(await response.text()).toBe('took nothing');
    expect(({} as Record<string, unknown>).name).toBeUndefined();
  });

  it('with two values of a field has none, and one with too many fields is none', async () => {
    const site = shellApp();
    const browser = browserOf(site.app);
    const csrf = await (await browser.get('/form')).text();
    const send = (body: string) =>
      site.app.request(`${ORIGIN}/form`, {
        method: 'POST',
        body,
        headers: { host: 'localhost:8400', cookie: browser.cookie ?? '', origin: ORIGIN, ...FORM },
      });
    expect(await (await send(`csrf=${csrf}&name=x&name=y`)).text()).toBe('took nothing');
    expect((await send(`csrf=${csrf}${'&a=1'.repeat(2_000)}`)).status).toBe(415);
  });

  it('can’t be too long, whatever its length says', async () => {
    const site = shellApp();
    const browser = browserOf(site.app);
    const csrf = await (await browser.get('/form')).text();
    const name = 'x'.repeat(LIMITS.pageBodyBytesMax);
    expect((await browser.post('/form', { csrf, name })).status).toBe(413);
  });

  it('may be longer where the site says so, and for who is signed in alone', async () => {
    const site = shellApp({ longForms: ['/form'] });
    const [signedIn, stranger] = [site.signedIn('ada'), browserOf(site.app)];
    const statuses = [signedIn, stranger].map(async (browser) => {
      const csrf = await (await browser.get('/form')).text();
      const post = async (length: number, path = '/form') =>
        (await browser.post(path, { csrf, name: 'x'.repeat(length) })).status;
      return [
        await post(LIMITS.pageBodyBytesMax),
        await post(LIMITS.pageBodyBytesMax, '/mine'),
        await post(LIMITS.longFormBytesMax),
      ];
    });
    expect(await Promise.all(statuses)).toEqual([
      [200, 413, 413],
      [413, 413, 413],
    ]);
  });
});

describe('a request', () => {
  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'localhost:80:80', '10.0.0.1', ''])(
    'that was sent to %s is answered by nothing of ours',
    async (host) => {
      const site = shellApp();
      const response = await site.app.request(`${ORIGIN}/form`, { headers: { host } });
      expect(response.status).toBe(421);
      expect(await response.text()).toMatch(/^This address is not served here\. \([0-9a-f]{32}\)\n$/);
      expect(response.headers.get('set-cookie')).toBeNull();
    },
  );

  it('is answered under the configured name alone, where there is one', async () => {
    const site = shellApp({ origin: 'https://sfumato.north.example' });
    const to = (host: string) => site.app.request('http://x/form', { headers: { host } });
    expect((await to('sfumato.north.example')).status).toBe(200);
    expect((await to('sfumato.north.example')).headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect((await to('localhost:8400')).status).toBe(421);
  });

  it('without a session is sent to the sign-in, and back to a page of ours only', async () => {
    const site = shellApp();
    const response = await browserOf(site.app).get('/mine?a=1');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/sign-in?next=%2Fmine%3Fa%3D1']);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/%0d\nx',
    '/a b',
    '',
    'a',
    '/\t/evil.example',
  ])('is never sent on to %j', (path) => {
    expect(safeNext(path)).toBe('/');
  });

  it('that needs two factors freshly is sent to show them, and back', async () => {
    const response = await shellApp().signedIn('ada').get('/freshly');
    expect([response.status, response.headers.get('location')]).toEqual([303, `${PATHS.stepUp}?next=%2Fmine`]);
  });

  it('is refused when there were too many in a minute, for this session alone', async () => {
    const site = shellApp();
    const [ada, noor] = [site.signedIn('ada'), site.signedIn('noor')];
    for (let at = 0; at < LIMITS.pagesPerMinuteMax; at += 1) {
      await ada.get('/mine');
    }
    expect((await ada.get('/mine')).status).toBe(429);
    expect((await noor.get('/mine')).status).toBe(200);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('by %s finds nothing', async (method) => {
    const site = shellApp();
    const response = await site.app.request(`${ORIGIN}/form`, { method, headers: { host: 'localhost:8400' } });
    expect(response.status).toBe(404);
  });
});

describe('every response, errors included,', () => {
  it.each([
    ['a page', '/form', 200],
    ['nothing', '/nowhere', 404],
    ['an error', '/broken', 500],
    ['a redirection', '/mine', 303],
  ])('says what browsers may do with it: %s', async (_, path, status) => {
    const site = shellApp();
    const response = await browserOf(site.app).get(path, { origin: 'https://evil.example' });
    expect(response.status).toBe(status);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "font-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(
      [...response.headers.keys()].filter((name) => name.startsWith('access-control-') || name === 'vary'),
    ).toEqual([]);
    expect(await response.text()).not.toMatch(/SELECT|\bat |node_modules/);
  });

  it('leaves a line without query, field or cookie in the log', async () => {
    const site = shellApp();
    const browser = site.signedIn('ada');
    const csrf = await (await browser.get('/form?code=geheim')).text();
    await browser.post('/form', { csrf, name: 'geheim' });
    expect(site.lines).toHaveLength(2);
    expect(site.lines[1]).toMatchObject({ method: 'POST', path: '/form', status: 200, person: 'ada' });
    expect(JSON.stringify(site.lines)).not.toMatch(new RegExp(`geheim|${csrf}|${browser.cookie}`));
  });
});
