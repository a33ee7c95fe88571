import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import { type LocalSite, localSite, PASSWORD, signIn, tokenOf } from './local-site.ts';
import type { Browser } from './shell-app.ts';

let site: LocalSite;
let code: () => string;
let asker = 0;
/** From an address of its own, so that tests don't use up one another's tries. */
const fresh = () => {
  asker += 1;
  return site.browser(`10.0.${asker}.1`);
};

beforeAll(async () => {
  site = localSite();
  ({ code } = await site.enrol('ada'));
});
afterAll(() => site.remove());

describe('signing in by password and code', () => {
  it('lets in who has both, with two factors on record, and leads on to a page of ours', async () => {
    const browser = fresh();
    const { status, response } = await signIn(browser, {
      person: ' Ada ',
      password: PASSWORD,
      code: code(),
      next: '/',
    });
    expect([status, response.headers.get('location')]).toEqual([303, '/']);
    expect(await (await browser.get('/')).json()).toMatchObject({
      person: 'ada',
      method: 'password',
      strongAtMs: site.clock.wallMs(),
    });
    expect((await browser.get('/sign-in')).status).toBe(303);
    site.clock.advance(30_000);
  });

  it('gives the browser another secret: one from before the sign-in, or planted, opens nothing', async () => {
    const browser = fresh();
    await browser.get('/sign-in');
    const before = browser.cookie;
    await signIn(browser, { person: 'ada', password: PASSWORD, code: code() });
    expect(browser.cookie).not.toBe(before);
    const planted = fresh();
    planted.cookie = before;
    expect((await planted.get('/')).status).toBe(303);
    site.clock.advance(30_000);
  });

  it('says the same of a wrong password, a wrong code, both, and somebody who isn’t there', async () => {
    const wrong = code() === '000000' ? '000001' : '000000';
    const tries = [
      { person: 'ada', password: `${PASSWORD}!`, code: code() },
      { person: 'ada', password: PASSWORD, code: wrong },
      { person: 'nobody', password: PASSWORD, code: code() },
      { person: '../ada', password: PASSWORD, code: code() },
      { person: '', password: '', code: '' },
    ];
    const answers = [];
    for (const fields of tries) {
      const { status, page } = await signIn(fresh(), fields);
      // What could be a name comes back as it was given, whoever’s it is.
      const { person, ...rest } = JSON.parse(JSON.stringify(page));
      expect(person).toBe(/^[a-z]+$/.test(fields.person) ? fields.person : undefined);
      answers.push(JSON.stringify([status, { ...rest, csrf: '' }]));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('not-right');
    expect(site.events.at(-1)).toMatchObject({ kind: 'sign-in-refused', person: undefined });
    // A wrong password doesn't use up the code that came with it.
    expect((await signIn(fresh(), { person: 'ada', password: PASSWORD, code: code() })).status).toBe(303);
    site.clock.advance(30_000);
  });

  it('takes a code once, one step early or late, and never one from before the last', async () => {
    const early = code();
    site.clock.advance(30_000);
    const now = code();
    expect((await signIn(fresh(), { person: 'ada', password: PASSWORD, code: now })).status).toBe(303);
    for (const used of [now, early]) {
      expect((await signIn(fresh(), { person: 'ada', password: PASSWORD, code: used })).page).toMatchObject({
        problem: 'not-right',
      });
    }
    const later = code();
    site.clock.advance(60_000);
    expect((await signIn(fresh(), { person: 'ada', password: PASSWORD, code: later })).page).toMatchObject({
      problem: 'not-right',
    });
    const inTime = code();
    site.clock.advance(30_000);
    expect((await signIn(fresh(), { person: 'ada', password: PASSWORD, code: inTime })).status).toBe(303);
    site.clock.advance(30_000);
  });

  it('takes a code that comes twice at once, once', async () => {
    const fields = { person: 'ada', password: PASSWORD, code: code() };
    const both = await Promise.all([signIn(fresh(), fields), signIn(fresh(), fields)]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 403]);
    site.clock.advance(30_000);
  });
});

describe('guessing', () => {
  it('ends after five tries of a person, whatever the address, also for the right password', async () => {
    const own = localSite();
    const enrolled = await own.enrol('mira');
    const wrong = { person: 'mira', password: 'wrong wrong wrong', code: enrolled.code() };
    for (let at = 0; at < LIMITS.signInTries; at += 1) {
      expect((await signIn(own.browser(`10.1.0.${at}`), wrong)).page).toMatchObject({ problem: 'not-right' });
    }
    const right = { ...wrong, password: PASSWORD };
    const { status, page } = await signIn(own.browser('10.1.1.1'), right);
    expect([status, page]).toMatchObject([429, { problem: 'too-many-tries' }]);
    own.remove();
  });

  it('ends after five wrong tries of an address, whatever the person; right ones don’t count', async () => {
    const own = localSite();
    const { code: codes } = await own.enrol('mira');
    const browser = () => own.browser('10.2.0.1');
    for (let at = 0; at < LIMITS.signInTries - 1; at += 1) {
      await signIn(browser(), { person: `guess-${at}`, password: 'x', code: '000000' });
    }
    expect((await signIn(browser(), { person: 'mira', password: PASSWORD, code: codes() })).status).toBe(303);
    await signIn(browser(), { person: 'guess-9', password: 'x', code: '000000' });
    expect((await signIn(browser(), { person: 'guess-10', password: 'x', code: '000000' })).status).toBe(429);
    own.remove();
  });
});

describe('showing both factors again', () => {
  it('makes the session fresh under another secret, once a code', async () => {
    const { browser, code: codes } = await site.enrol('noor');
    const before = browser.cookie;
    site.clock.advance(600_000);
    const csrf = await tokenOf(browser, '/step-up');
    const send = (given: string, password = PASSWORD) =>
      browser.post('/step-up', { csrf, password, code: given, next: '/' });
    expect((await send('000000')).status).toBe(403);
    expect((await send(codes(), '')).status).toBe(403);
    expect((await send(codes(), `${PASSWORD}!`)).status).toBe(403);
    const used = codes();
    expect((await send(used)).status).toBe(303);
    expect(browser.cookie).not.toBe(before);
    expect(await (await browser.get('/')).json()).toMatchObject({ strongAtMs: site.clock.wallMs() });
    const next = await tokenOf(browser, '/step-up');
    const again = await browser.post('/step-up', { csrf: next, password: PASSWORD, code: used, next: '/' });
    expect(again.status).toBe(403);
  });

  it('is not hindered by others who fail to sign in, and ends after five wrong tries of the person’s sessions', async () => {
    const own = localSite();
    const { browser, code: codes } = await own.enrol('ward');
    for (let at = 0; at <= LIMITS.signInTries; at += 1) {
      await signIn(own.browser('10.9.9.9'), { person: 'ward', password: 'wrong', code: '000000' });
    }
    const send = async (who: Browser, code: string) =>
      (await who.post('/step-up', { csrf: await tokenOf(who, '/step-up'), password: PASSWORD, code, next: '/' }))
        .status;
    own.clock.advance(30_000);
    expect(await send(browser, codes())).toBe(303);
    const stolen = own.browser('10.9.9.8');
    stolen.cookie = `__Host-sfumato-north=${own.sessions.begin({ person: 'ward', method: 'password', strongAgeMs: 0 })}`;
    for (let at = 0; at < LIMITS.signInTries; at += 1) {
      expect(await send(at % 2 === 0 ? stolen : browser, '000000')).toBe(403);
    }
    own.clock.advance(30_000);
    expect(await send(stolen, codes())).toBe(429);
    own.remove();
  });
});

describe('signing out', () => {
  it('ends this session, and takes the cookie away', async () => {
    const { browser } = await site.enrol('signer');
    const { cookie } = browser;
    const csrf = await tokenOf(browser, '/deciding-key');
    const response = await browser.post('/sign-out', { csrf });
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-sfumato-north=; Path=\/; Max-Age=0; HttpOnly; Secure/);
    // The page that says so is another: a reload of it does nothing, and it says so to nobody who is signed in.
    expect([response.status, response.headers.get('location')]).toEqual([303, '/signed-out']);
    browser.cookie = cookie;
    expect((await browser.get('/')).status).toBe(303);
    const { browser: other } = await site.enrol('stayer');
    const led = [await fresh().get('/signed-out'), await other.get('/signed-out'), await other.get('/sign-out')];
    expect(led.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [200, null],
      [303, '/'],
      [303, '/'],
    ]);
  });

  it('everywhere ends all of the person’s', async () => {
    const { browser, code: codes } = await site.enrol('leaver');
    const other = fresh();
    await signIn(other, { person: 'leaver', password: PASSWORD, code: codes() });
    expect((await other.get('/')).status).toBe(200);
    await browser.post('/sign-out-everywhere', { csrf: await tokenOf(browser, '/deciding-key') });
    expect((await other.get('/')).status).toBe(303);
  });
});

describe('what is kept of a person', () => {
  it('is for the site’s account alone, and shows neither password nor secret', () => {
    const home = join(site.folder, 'people');
    expect(statSync(home).mode & 0o777).toBe(0o700);
    const names = readdirSync(home);
    expect(names).toContain('ada.json');
    for (const name of names) {
      expect(statSync(join(home, name)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(home, name), 'utf8')).not.toMatch(/totp|hash|salt|scrypt"?:.*ada/);
    }
  });

  it('opens for nobody else, nor with a changed byte', async () => {
    const file = (person: string) => join(site.folder, 'people', `${person}.json`);
    writeFileSync(file('eve'), readFileSync(file('ada'), 'utf8').replace('"ada"', '"eve"'));
    expect(() => site.people.read('eve')).toThrow(/can’t be opened/);
    const text = readFileSync(file('ada'), 'utf8');
    writeFileSync(
      file('ada'),
      text.replace(/"sealed": "(.)/, (_, letter) => `"sealed": "${letter === 'A' ? 'B' : 'A'}`),
    );
    expect(() => site.people.read('ada')).toThrow(/can’t be opened/);
    writeFileSync(file('ada'), text);
    expect(site.people.read('ada')?.person).toBe('ada');
    site.people.remove('eve');
  });

  it('is never in a log', () => {
    const told = JSON.stringify([site.events, site.lines]);
    expect(told).not.toContain(PASSWORD);
    expect(told).toContain('"ada"');
  });
});
