import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Authenticator, type Ceremony } from './authenticator.ts';
import { type LocalSite, localSite, tokenOf } from './local-site.ts';
import { type Browser, ORIGIN } from './shell-app.ts';

let site: LocalSite;
const ada = new Authenticator();
let asker = 0;
const fresh = () => {
  asker += 1;
  return site.browser(`10.4.${asker}.1`);
};

async function call(browser: Browser, path: string, body: object): Promise<Record<string, string>> {
  const csrf = await tokenOf(browser, '/enrol');
  const response = await browser.post(path, {}, { 'content-type': 'application/json', 'x-csrf-token': csrf }, body);
  return JSON.parse(await response.text());
}

async function enrolBy(authenticator: Authenticator, invitation: string, changes: Partial<Ceremony> = {}) {
  const browser = fresh();
  const { challenge = '' } = await call(browser, '/enrol/passkey/options', { invitation });
  const response = authenticator.create({ origin: ORIGIN, challenge, ...changes });
  return { browser, outcome: await call(browser, '/enrol/passkey', { invitation, response }) };
}

async function signInBy(authenticator: Authenticator, changes: Partial<Ceremony> = {}, browser = fresh()) {
  const { challenge = '' } = await call(browser, '/sign-in/passkey/options', {});
  const response = authenticator.get({ origin: ORIGIN, challenge, userHandle: 'ada', ...changes });
  return { browser, response, outcome: await call(browser, '/sign-in/passkey', { response, next: '/' }) };
}

beforeAll(async () => {
  site = localSite();
  const { outcome } = await enrolBy(ada, site.invite('ada'));
  expect(outcome).toEqual({ next: '/deciding-key' });
});
afterAll(() => site.remove());

describe('a passkey', () => {
  it('lets in whose it is, as two factors', async () => {
    const { browser, outcome } = await signInBy(ada);
    expect(outcome).toEqual({ next: '/' });
    expect(await (await browser.get('/')).json()).toMatchObject({
      person: 'ada',
      method: 'passkey',
      strongAtMs: site.clock.wallMs(),
    });
  });

  it.each<[string, Partial<Ceremony>]>([
    ['another origin', { origin: 'http://localhost:9999' }],
    ['another site', { origin: 'https://evil.example', rpId: 'evil.example' }],
    ['another party', { rpId: 'evil.example' }],
    ['another challenge', { challenge: 'AAAA' }],
    ['a signature meant for enrolment', { type: 'webauthn.create' }],
    ['nobody who showed who they are', { verified: false }],
    ['another person’s name', { userHandle: 'noor' }],
    ['no name', { userHandle: '' }],
    ['a counter that went back', { counter: 0 }],
  ])('lets nobody in with %s', async (_, changes) => {
    const { browser, outcome } = await signInBy(ada, changes);
    expect(outcome).toEqual({ problem: 'passkey-not-right' });
    expect((await browser.get('/')).status).toBe(303);
    // So that the next case isn't refused for the tries of this one.
    expect((await signInBy(ada)).outcome).toEqual({ next: '/' });
  });

  it('that nobody enrolled lets nobody in', async () => {
    expect((await signInBy(new Authenticator())).outcome).toEqual({ problem: 'passkey-not-right' });
  });

  it('signs for one browser, once, in time', async () => {
    const { browser, response } = await signInBy(ada);
    await browser.post('/sign-out', { csrf: await tokenOf(browser, '/deciding-key') });
    expect(await call(browser, '/sign-in/passkey', { response })).toEqual({ problem: 'passkey-not-right' });
    const twice = fresh();
    const given = await call(twice, '/sign-in/passkey/options', {});
    const wrong = ada.get({ origin: ORIGIN, challenge: given.challenge ?? '', userHandle: 'noor' });
    await call(twice, '/sign-in/passkey', { response: wrong });
    const right = ada.get({ origin: ORIGIN, challenge: given.challenge ?? '', userHandle: 'ada' });
    expect(await call(twice, '/sign-in/passkey', { response: right })).toEqual({ problem: 'passkey-not-right' });
    const [mine, other] = [fresh(), fresh()];
    const { challenge = '' } = await call(mine, '/sign-in/passkey/options', {});
    await call(other, '/sign-in/passkey/options', {});
    const stolen = ada.get({ origin: ORIGIN, challenge, userHandle: 'ada' });
    expect(await call(other, '/sign-in/passkey', { response: stolen })).toEqual({ problem: 'passkey-not-right' });
    site.clock.advance(5 * 60_000);
    expect(await call(mine, '/sign-in/passkey', { response: stolen })).toEqual({ problem: 'passkey-not-right' });
  });

  it('that signed in doesn’t step up with the same signature, and steps up with another', async () => {
    const { browser, response } = await signInBy(ada);
    await call(browser, '/step-up/passkey/options', {});
    expect(await call(browser, '/step-up/passkey', { response })).toEqual({ problem: 'passkey-not-right' });
    site.clock.advance(600_000);
    const { challenge = '' } = await call(browser, '/step-up/passkey/options', {});
    const again = ada.get({ origin: ORIGIN, challenge });
    expect(await call(browser, '/step-up/passkey', { response: again, next: '//evil.example' })).toEqual({ next: '/' });
    expect(await (await browser.get('/')).json()).toMatchObject({ strongAtMs: site.clock.wallMs() });
  });

  it('of somebody else doesn’t step up', async () => {
    const noor = new Authenticator();
    await enrolBy(noor, site.invite('noor'));
    const { browser } = await signInBy(ada);
    const { challenge = '' } = await call(browser, '/step-up/passkey/options', {});
    const response = noor.get({ origin: ORIGIN, challenge, userHandle: 'noor' });
    expect(await call(browser, '/step-up/passkey', { response })).toEqual({ problem: 'passkey-not-right' });
  });

  it.each<[string, Partial<Ceremony>]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['another challenge', { challenge: 'AAAA' }],
    ['nobody who showed who they are', { verified: false }],
  ])('isn’t enrolled with %s', async (_, changes) => {
    const { outcome } = await enrolBy(new Authenticator(), site.invite('mira'), changes);
    expect(outcome).toEqual({ problem: 'passkey-not-right' });
    expect(site.people.read('mira')?.passkeys).toEqual([]);
  });

  it('isn’t enrolled without an invitation', async () => {
    const browser = fresh();
    expect(await call(browser, '/enrol/passkey/options', { invitation: 'x' })).toEqual({
      problem: 'invitation-not-right',
    });
  });

  it('is offered where browsers have any: not for an address in numbers', async () => {
    const named = await fresh().get('/sign-in');
    expect(await named.text()).toContain('"ways":["password","passkey"]');
    const numbered = await fresh().get('/sign-in', { host: '127.0.0.1:8400' });
    expect(await numbered.text()).toContain('"ways":["password"]');
  });
});

describe('the scripts of passkeys', () => {
  it('come from our own origin, as files', async () => {
    for (const path of ['/access/passkey.js', '/access/webauthn.js']) {
      const response = await fresh().get(path);
      expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(await response.text()).toContain('SimpleWebAuthnBrowser');
    }
  });
});
