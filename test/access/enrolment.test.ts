import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSealedKey, takeFactors } from '../../src/access/index.ts';
import { LIMITS, publicKeyOf, toBase64Url } from '../../src/base/index.ts';
import { codesOf, type LocalSite, localSite, PASSWORD, signIn, tokenOf } from './local-site.ts';
import { type Browser, pageOf } from './shell-app.ts';

let site: LocalSite;
beforeAll(() => {
  site = localSite();
});
afterAll(() => site.remove());

let asker = 0;
const fresh = () => {
  asker += 1;
  return site.browser(`10.3.${asker}.1`);
};

async function open(browser: Browser, invitation: string) {
  const csrf = await tokenOf(browser, '/enrol');
  return pageOf(await (await browser.post('/enrol', { invitation, csrf })).text());
}

/** The form as somebody sends it who does all right, with changes. */
async function send(browser: Browser, invitation: string, changes: Record<string, string> = {}) {
  const page = await open(browser, invitation);
  const code = page.kind === 'enrol-factors' ? codesOf(page.secret, site.clock)() : '';
  const fields = { invitation, password: PASSWORD, again: PASSWORD, code, csrf: page.csrf, ...changes };
  const response = await browser.post('/enrol/factors', fields);
  const text = await response.text();
  return { status: response.status, location: response.headers.get('location'), page: text && pageOf(text) };
}

describe('an invitation', () => {
  it('is 128 bits, of which the site keeps a hash, and can be typed in any case with or without its hyphens', async () => {
    const invitation = site.invite('ada');
    expect(invitation).toMatch(/^([0-9a-f]{4}-){7}[0-9a-f]{4}$/);
    expect(JSON.stringify(site.people.read('ada'))).not.toMatch(new RegExp(invitation.replaceAll('-', '-?')));
    expect(await open(fresh(), ` ${invitation.toUpperCase().replaceAll('-', ' ')}`)).toMatchObject({ person: 'ada' });
  });

  it('shows the secret as an image of our own page, and as text', async () => {
    const page = await open(fresh(), site.invite('ada'));
    expect(page).toMatchObject({
      kind: 'enrol-factors',
      qr: expect.stringMatching(/^data:image\/svg\+xml;base64,/),
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
    });
  });

  it('lets in once', async () => {
    const invitation = site.invite('once');
    const [first, second] = [fresh(), fresh()];
    expect(await send(first, invitation)).toMatchObject({ status: 303, location: '/deciding-key' });
    expect(await (await first.get('/')).json()).toMatchObject({ person: 'once', strongAtMs: site.clock.wallMs() });
    expect(await send(second, invitation)).toMatchObject({ status: 403, page: { problem: 'invitation-not-right' } });
  });

  it('lets one in when two use it at once', async () => {
    const invitation = site.invite('race');
    const pages = await Promise.all([send(fresh(), invitation), send(fresh(), invitation)]);
    expect(pages.map(({ status }) => status).sort()).toEqual([303, 403]);
  });

  it('is void when its time is over, or after another was made', async () => {
    const late = site.invite('late');
    site.clock.advance(3_600_000);
    expect(await open(fresh(), late)).toMatchObject({ kind: 'enrol', problem: 'invitation-not-right' });
    const former = site.invite('late');
    const latter = site.invite('late');
    expect(await open(fresh(), former)).toMatchObject({ problem: 'invitation-not-right' });
    expect(await open(fresh(), latter)).toMatchObject({ person: 'late' });
  });

  it.each([
    ['a short password', { password: 'short', again: 'short' }, 'password-too-short'],
    ['another password the second time', { again: `${PASSWORD}!` }, 'passwords-differ'],
    ['a wrong code', { code: '12345' }, 'code-not-right'],
    ['no code', { code: '' }, 'code-not-right'],
  ])('is kept, and nobody let in, with %s', async (_, changes, problem) => {
    const invitation = site.invite('slip');
    const browser = fresh();
    expect(await send(browser, invitation, changes)).toMatchObject({ status: 403, page: { problem } });
    expect((await browser.get('/')).status).toBe(303);
    expect(site.people.read('slip')?.password).toBeUndefined();
    expect(await open(browser, invitation)).toMatchObject({ person: 'slip' });
  });

  it('can’t be guessed: five wrong ones of an address, and even the right one has to wait', async () => {
    const invitation = site.invite('guess');
    const browser = fresh();
    for (let at = 0; at < LIMITS.signInTries; at += 1) {
      expect(await open(browser, `${at}`.repeat(32))).toMatchObject({ problem: 'invitation-not-right' });
    }
    expect(await open(browser, invitation)).toMatchObject({ problem: 'too-many-tries' });
  });

  it('for somebody who signs in already ends what they had, once it is used and not before', async () => {
    const { browser, code } = await site.enrol('again');
    const invitation = site.invite('again');
    const other = fresh();
    expect((await signIn(other, { person: 'again', password: PASSWORD, code: code() })).status).toBe(303);
    site.clock.advance(30_000);
    const password = 'another long password';
    expect(await send(fresh(), invitation, { password, again: password })).toMatchObject({ status: 303 });
    expect([(await browser.get('/')).status, (await other.get('/')).status]).toEqual([303, 303]);
    site.clock.advance(30_000);
    expect((await signIn(fresh(), { person: 'again', password: PASSWORD, code: code() })).status).toBe(403);
  });
});

describe('a person of whom a command takes what they sign in with', () => {
  const keyFile = (person: string) => join(site.folder, 'people', `${person}.key`);

  it('is signed out at once, and keeps an open invitation and their deciding key', async () => {
    const { browser } = await site.enrol('reset');
    site.people.writeKey('reset', 'x');
    const invitation = site.invite('reset');
    expect((await browser.get('/')).status).toBe(200);
    takeFactors('reset', site.people);
    expect((await browser.get('/')).status).toBe(303);
    expect(site.sessions.list().filter(({ person }) => person === 'reset')).toEqual([]);
    expect(await open(fresh(), invitation)).toMatchObject({ person: 'reset' });
    expect(readFileSync(keyFile('reset'), 'utf8')).toBe('x');
  });

  it('is signed out at once when they are forgotten, with their deciding key', async () => {
    const { browser } = await site.enrol('gone');
    site.people.writeKey('gone', 'x');
    site.people.remove('gone');
    expect((await browser.get('/')).status).toBe(303);
    expect(site.people.list()).not.toContain('gone');
    expect(existsSync(keyFile('gone'))).toBe(false);
  });
});

describe('a deciding key', () => {
  const PASSPHRASE = 'another thing to keep in mind';
  const make = async (browser: Browser, changes: Record<string, string> = {}) => {
    const csrf = await tokenOf(browser, '/deciding-key');
    const response = await browser.post('/deciding-key', {
      csrf,
      passphrase: PASSPHRASE,
      again: PASSPHRASE,
      ...changes,
    });
    const text = await response.text();
    return { status: response.status, location: response.headers.get('location'), page: text && pageOf(text) };
  };
  const use = (person: string, passphrase: string) =>
    site.access.useDecidingKey({ person, passphrase }, (key) => [toBase64Url(publicKeyOf(key)), key] as const);

  it('is made at the node, shown by its public half, and opened by its passphrase for one piece of work', async () => {
    const { browser } = await site.enrol('mira');
    expect(await make(browser)).toMatchObject({ status: 303, location: '/deciding-key' });
    const page = pageOf(await (await browser.get('/deciding-key')).text());
    const used = await use('mira', PASSPHRASE);
    if (page.kind !== 'deciding-key' || used.state !== 'used') {
      throw new Error('the key was made');
    }
    const [publicKey, key] = used.result;
    expect(publicKey).toBe(page.publicKey);
    // Said once, and to nobody for an address.
    expect(page.made).toBe(true);
    expect(pageOf(await (await browser.get('/deciding-key?made=true')).text())).toMatchObject({
      made: false,
      publicKey,
    });
    expect(key).toEqual(new Uint8Array(32));
    expect(readSealedKey(JSON.stringify(site.people.key('mira')))).toMatchObject({ owner: 'mira', publicKey });
  });

  it('is opened for nobody who guesses: five wrong passphrases, and the right one has to wait', async () => {
    const { browser } = await site.enrol('noor');
    await make(browser);
    for (let at = 0; at < LIMITS.signInTries; at += 1) {
      expect(await use('noor', 'wrong')).toEqual({ state: 'not-right' });
    }
    expect(await use('noor', PASSPHRASE)).toEqual({ state: 'too-many-tries' });
    expect(await use('nobody', PASSPHRASE)).toEqual({ state: 'no-key' });
  });

  it('of somebody signed in opens however often others at the same address, or at theirs, failed to sign in', async () => {
    const own = localSite();
    const { browser } = await own.enrol('noor');
    await make(browser);
    for (const person of ['mira', 'noor']) {
      for (let at = 0; at <= LIMITS.signInTries; at += 1) {
        await signIn(own.browser('10.9.9.9'), { person, password: 'wrong', code: '000000' });
      }
    }
    const used = await own.access.useDecidingKey({ person: 'noor', passphrase: PASSPHRASE }, publicKeyOf);
    expect(used.state).toBe('used');
    own.remove();
  });

  it('of one person isn’t another’s', async () => {
    await make((await site.enrol('owner')).browser);
    site.people.writeKey('thief', JSON.stringify(site.people.key('owner')));
    expect(await use('thief', PASSPHRASE)).toEqual({ state: 'no-key' });
  });

  it('needs two factors a moment ago', async () => {
    const { browser } = await site.enrol('stale');
    site.clock.advance(LIMITS.strongMsMax);
    expect(await make(browser)).toMatchObject({ status: 303, location: '/step-up?next=%2Fdeciding-key' });
    expect(site.people.key('stale')).toBeUndefined();
  });

  it('takes the place of another only when that is asked for, and has a long passphrase', async () => {
    const { browser } = await site.enrol('twice');
    expect(await make(browser, { passphrase: 'short', again: 'short' })).toMatchObject({
      page: { problem: 'passphrase-too-short' },
    });
    expect(await make(browser, { again: 'x' })).toMatchObject({ page: { problem: 'passwords-differ' } });
    await make(browser);
    const first = site.people.key('twice')?.publicKey;
    expect(await make(browser)).toMatchObject({ status: 403, page: { problem: 'key-there', publicKey: first } });
    await make(browser, { replace: 'yes' });
    expect(site.people.key('twice')?.publicKey).not.toBe(first);
  });
});
