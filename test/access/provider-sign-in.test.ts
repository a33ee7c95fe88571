import { importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProvider, ProviderSettings } from '../../src/access/index.ts';
import { claimReader } from '../../src/access/provider/claims.ts';
import { type Fetch, LIMITS, systemClock, systemEntropy, systemFetch } from '../../src/base/index.ts';
import { type IdentityProvider, identityProvider } from './identity-provider.ts';
import { type LocalSite, localSite, tokenOf } from './local-site.ts';
import { type Browser, ORIGIN, pageOf } from './shell-app.ts';

const RETURN = `${ORIGIN}/sign-in/return`;
const MFA = { acr: 'urn:example:mfa', amr: ['pwd', 'otp', 'mfa'] };
let idp: IdentityProvider;
let asker = 0;

beforeAll(async () => {
  idp = await identityProvider([RETURN]);
});
afterAll(() => idp.close());
beforeEach(() => {
  Object.assign(idp.next, {
    accountId: 'ada',
    ...MFA,
    ...{ ts: undefined, cancels: false, error: undefined, email: undefined, emailVerified: undefined },
  });
});

function settingsOf(changes: Record<string, unknown> = {}): ProviderSettings {
  const basis = { kind: 'oidc', issuer: idp.issuer, clientId: 'sfumato-north', acr: [MFA.acr], amr: ['mfa'] };
  return ProviderSettings.parse({ ...basis, ...changes });
}

/** A site that signs people in at the provider; `fetch` stands between the two. */
function siteOf(changes: Record<string, unknown> = {}, fetch: Fetch = systemFetch): LocalSite {
  const settings = settingsOf(changes);
  const clientSecret = `secret of ${settings.clientId}`;
  const provider = createProvider({ settings, clientSecret, fetch, clock: systemClock, entropy: systemEntropy() });
  return localSite({ provider, clock: systemClock });
}

const browserOn = (site: LocalSite): Browser => {
  asker += 1;
  return site.browser(`10.5.${asker}.1`);
};

/** Goes to the provider and back. */
async function goRound(browser: Browser, path = '/sign-in/provider?next=%2F') {
  const sent = await browser.get(path);
  const back = await idp.signIn(sent.headers.get('location') ?? '');
  return { back, ...(await come(browser, back)) };
}

async function come(browser: Browser, back: URL) {
  const response = await browser.get(`${back.pathname}${back.search}`, { 'sec-fetch-site': 'cross-site' });
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get('location'),
    page: text === '' ? undefined : pageOf(text),
  };
}

const mine = async (browser: Browser) => JSON.parse(await (await browser.get('/')).text());

describe('signing in at a provider', () => {
  it('lets in whom the provider names, by code and PKCE, with two factors when acr and amr both say so', async () => {
    const browser = browserOn(siteOf());
    expect(await goRound(browser)).toMatchObject({ status: 303, location: '/' });
    expect(Object.fromEntries(idp.asked())).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      acr_values: MFA.acr,
      max_age: String(LIMITS.sessionMsMax / 1_000),
    });
    const { strongAtMs, ...session } = await mine(browser);
    expect(session).toMatchObject({ person: 'ada', method: 'provider' });
    expect(Math.abs(strongAtMs - Date.now())).toBeLessThan(60_000);
  });

  it.each<[string, Partial<typeof MFA>]>([
    ['no amr', { amr: undefined as never }],
    ['an amr of one factor', { amr: ['pwd'] }],
    ['no acr', { acr: undefined as never }],
    ['another acr', { acr: 'urn:example:password' }],
  ])('counts %s as one factor, whatever was asked for', async (_, changes) => {
    Object.assign(idp.next, changes);
    const browser = browserOn(siteOf());
    expect(await goRound(browser)).toMatchObject({ status: 303 });
    expect((await mine(browser)).strongAtMs).toBeUndefined();
  });

  it('knows people by the claim and the table that the site set, and nobody else', async () => {
    const site = siteOf({ personClaim: 'email', people: { 'mira@north.example': 'mira' } });
    const as = async (email: string | undefined, emailVerified: boolean | undefined) => {
      Object.assign(idp.next, { email, emailVerified });
      const browser = browserOn(site);
      const { page } = await goRound(browser);
      return page === undefined ? (await mine(browser)).person : 'problem' in page && page.problem;
    };
    expect(await as('mira@north.example', true)).toBe('mira');
    expect(await as('mira@north.example', false)).toBe('account-not-told');
    expect(await as('mira@north.example', undefined)).toBe('account-not-told');
    expect(site.events.at(-1)).toMatchObject({ kind: 'sign-in-refused', check: 'email-unconfirmed' });
    expect(await as('MIRA@north.example', true)).toBe('person-unknown');
    expect(await as('noor@north.example', true)).toBe('person-unknown');
    expect(await as('__proto__', true)).toBe('person-unknown');
    expect(site.events.at(-1)).toMatchObject({ check: 'person' });
    expect(await as(undefined, true)).toBe('account-not-told');
    expect(site.events.at(-1)).toMatchObject({ check: 'person-claim' });
  });

  it('says in one sentence that the provider refused, and shows nothing of what it sent', async () => {
    idp.next.cancels = true;
    const { status, page } = await goRound(browserOn(siteOf()));
    expect([status, page]).toMatchObject([403, { kind: 'sign-in', problem: 'provider-refused' }]);
    expect(JSON.stringify(page)).not.toContain('script');
  });

  it.each(['temporarily_unavailable', 'server_error'])(
    'says that nobody can sign in at the moment: %s',
    async (error) => {
      idp.next.error = error;
      const site = siteOf();
      expect(await goRound(browserOn(site))).toMatchObject({ status: 403, page: { problem: 'provider-busy' } });
      expect(site.events.at(-1)).toMatchObject({ check: 'busy' });
    },
  );

  it.each<[string, string, () => Response, string, string]>([
    [
      'a fault where its keys are',
      '/jwks',
      () => new Response('', { status: 500 }),
      'provider-unreachable',
      'unreachable',
    ],
    [
      'a fault where codes are taken',
      '/token',
      () => new Response('', { status: 502 }),
      'provider-unreachable',
      'unreachable',
    ],
    [
      'a fault that is said',
      '/token',
      () => Response.json({ error: 'server_error' }, { status: 503 }),
      'provider-unreachable',
      'unreachable',
    ],
    [
      'no such client',
      '/token',
      () => Response.json({ error: 'invalid_client' }, { status: 401 }),
      'provider-answer-not-valid',
      'client',
    ],
    ['keys that are none', '/jwks', () => Response.json({ keys: 'none' }), 'provider-answer-not-valid', 'keys'],
    ['no key that fits', '/jwks', () => Response.json({ keys: [] }), 'provider-answer-not-valid', 'signature'],
    [
      'a page for an answer',
      '/token',
      () => new Response('<p>', { headers: { 'content-type': 'text/html' } }),
      'provider-answer-not-valid',
      'answer',
    ],
    [
      'no ID token',
      '/token',
      () => Response.json({ access_token: 'x', token_type: 'Bearer' }),
      'provider-answer-not-valid',
      'answer',
    ],
  ])('tells %s from the rest', async (_, path, reply, problem, check) => {
    const site = siteOf({}, (input, init) =>
      String(input).endsWith(path) ? Promise.resolve(reply()) : systemFetch(input, init),
    );
    expect(await goRound(browserOn(site))).toMatchObject({ status: 403, page: { problem } });
    expect(site.events.at(-1)).toMatchObject({ kind: 'sign-in-refused', check });
  });

  it('tells a discovery of another issuer from no answer, in the log', async () => {
    const other: Fetch = async (input, init) => {
      const found = await (await systemFetch(input, init)).json();
      return Response.json({ ...(found as object), issuer: 'https://evil.example' });
    };
    const site = siteOf({}, other);
    await browserOn(site).get('/sign-in/provider');
    expect(site.events.at(-1)).toMatchObject({ kind: 'sign-in-refused', check: 'discovery' });
  });

  it('says so when the provider can’t be reached, and tries anew the next time', async () => {
    let isDown = true;
    const site = siteOf({}, (input, init) =>
      isDown ? Promise.reject(new TypeError('no way')) : systemFetch(input, init),
    );
    const browser = browserOn(site);
    expect(pageOf(await (await browser.get('/sign-in/provider')).text())).toMatchObject({
      problem: 'provider-unreachable',
    });
    isDown = false;
    expect(await goRound(browser)).toMatchObject({ status: 303 });
  });
});

describe('coming back', () => {
  it('counts once: the same code and state a second time let nobody in', async () => {
    const site = siteOf();
    const browser = browserOn(site);
    const { back } = await goRound(browser);
    const csrf = await tokenOf(browser, '/deciding-key');
    await browser.post('/sign-out', { csrf });
    expect(await come(browser, back)).toMatchObject({ page: { problem: 'expired' } });
    // Also with a state that is good: the provider knows that the code was used.
    const sent = await browser.get('/sign-in/provider');
    const state = new URL(sent.headers.get('location') ?? '').searchParams.get('state') ?? '';
    back.searchParams.set('state', state);
    expect(await come(browser, back)).toMatchObject({ page: { problem: 'provider-answer-not-valid' } });
    expect((await browser.get('/')).status).toBe(303);
  });

  it('counts in the browser that left: another’s way back, or its state, lets nobody in', async () => {
    const site = siteOf();
    const [attacker, victim] = [browserOn(site), browserOn(site)];
    const sent = await attacker.get('/sign-in/provider');
    const back = await idp.signIn(sent.headers.get('location') ?? '');
    await victim.get('/sign-in/provider');
    expect(await come(victim, back)).toMatchObject({ page: { problem: 'expired' } });
    expect((await victim.get('/')).status).toBe(303);
    victim.cookie = undefined;
    expect(await come(victim, back)).toMatchObject({ page: { problem: 'expired' } });
  });

  it('mixed up, with the code of one way and the state of another, lets nobody in', async () => {
    const browser = browserOn(siteOf());
    const first = await idp.signIn((await browser.get('/sign-in/provider')).headers.get('location') ?? '');
    const second = await idp.signIn((await browser.get('/sign-in/provider')).headers.get('location') ?? '');
    first.searchParams.set('state', second.searchParams.get('state') ?? '');
    expect(await come(browser, first)).toMatchObject({ page: { problem: 'provider-answer-not-valid' } });
  });

  it('as another issuer (RFC 9207) lets nobody in', async () => {
    const browser = browserOn(siteOf());
    const back = await idp.signIn((await browser.get('/sign-in/provider')).headers.get('location') ?? '');
    expect(back.searchParams.get('iss')).toBe(idp.issuer);
    back.searchParams.set('iss', 'https://evil.example');
    expect(await come(browser, back)).toMatchObject({ page: { problem: 'provider-answer-not-valid' } });
  });

  it('gives the browser another secret than it left with', async () => {
    const browser = browserOn(siteOf());
    await browser.get('/sign-in/provider');
    const before = browser.cookie;
    await goRound(browser);
    expect(browser.cookie).not.toBe(before);
  });
});

describe('showing two factors again at the provider', () => {
  const stepUp = (browser: Browser) => goRound(browser, '/step-up/provider?next=%2F');
  const signedIn = async (site = siteOf()) => {
    const browser = browserOn(site);
    Object.assign(idp.next, { acr: undefined, amr: undefined });
    await goRound(browser);
    Object.assign(idp.next, MFA);
    return browser;
  };

  it('asks for a fresh sign-in of the wanted strength, and makes the session fresh', async () => {
    const browser = await signedIn();
    expect(await stepUp(browser)).toMatchObject({ status: 303, location: '/' });
    expect(Object.fromEntries(idp.asked())).toMatchObject({ prompt: 'login', max_age: '300', acr_values: MFA.acr });
    expect((await mine(browser)).strongAtMs).toBeGreaterThan(Date.now() - 60_000);
  });

  it.each<[string, object, string, string]>([
    ['one factor', { amr: ['pwd'] }, 'not-strong', 'strength'],
    ['another acr', { acr: 'urn:example:password' }, 'not-strong', 'strength'],
    ['somebody else', { accountId: 'noor' }, 'other-person', 'other-person'],
  ])('doesn’t take %s', async (_, login, problem, check) => {
    const site = siteOf();
    const browser = await signedIn(site);
    Object.assign(idp.next, login);
    expect(await stepUp(browser)).toMatchObject({ status: 403, page: { kind: 'step-up', problem } });
    expect(site.events.at(-1)).toMatchObject({ kind: 'step-up-refused', check });
    expect(await mine(browser)).toMatchObject({ person: 'ada' });
    expect((await mine(browser)).strongAtMs).toBeUndefined();
  });
});

describe('a token that is not what it should be', () => {
  const nowS = () => Math.floor(Date.now() / 1_000);
  interface Forged {
    readonly check?: string;
    readonly claims?: Record<string, unknown>;
    readonly sign?: (claims: Record<string, unknown>) => Promise<string>;
  }
  const cases: Readonly<Record<string, Forged>> = {
    'another issuer': { check: 'iss', claims: { iss: 'https://evil.example' } },
    'another audience': { check: 'aud', claims: { aud: 'another' } },
    'several audiences': { check: 'aud', claims: { aud: ['sfumato-north', 'another'], azp: 'sfumato-north' } },
    'another authorised party': { check: 'azp', claims: { azp: 'another' } },
    'another nonce': { check: 'nonce', claims: { nonce: 'x' } },
    'no nonce': { check: 'nonce', claims: { nonce: undefined } },
    'no time of signing in': { check: 'auth_time', claims: { auth_time: undefined } },
    'a time of signing in that is too long ago': {
      check: 'auth_time',
      claims: { auth_time: nowS() - LIMITS.sessionMsMax / 1_000 - 600 },
    },
    'a time of signing in that is to come': { check: 'auth_time', claims: { auth_time: nowS() + 3_600 } },
    'an end that is past': { check: 'exp', claims: { exp: nowS() - 3_600, iat: nowS() - 7_200 } },
    'an amr that is no list': { check: 'amr', claims: { amr: 'mfa' } },
    'a number for an acr': { check: 'acr', claims: { acr: 2 } },
    'an email_verified that is a text': { check: 'email_verified', claims: { email_verified: 'true' } },
    'an old date': { check: 'iat', claims: { iat: nowS() - 3_600, exp: nowS() + 3_600 } },
    'no signature': { check: 'signature', sign: async (claims) => new UnsecuredJWT(claims).encode() },
    'a signature by the client’s secret': {
      check: 'signature',
      sign: (claims) =>
        new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from('secret of sfumato-north')),
    },
    'a signature by the provider’s public key as a secret': {
      check: 'signature',
      sign: (claims) =>
        new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.from(idp.signingKey.n ?? '')),
    },
    'another key': {
      check: 'signature',
      sign: async (claims) => {
        const { privateKey } = await crypto.subtle.generateKey(
          {
            name: 'RSASSA-PKCS1-v1_5',
            hash: 'SHA-256',
            modulusLength: 2_048,
            publicExponent: new Uint8Array([1, 0, 1]),
          },
          true,
          ['sign', 'verify'],
        );
        return await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey);
      },
    },
  };
  const signed = async (claims: Record<string, unknown>) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(await importJWK(idp.signingKey, 'RS256'));
  const made = async ({ claims = {}, sign = signed }: Forged, basis: Record<string, unknown>): Promise<string> => {
    const all = Object.entries({ ...basis, ...claims }).filter(([, value]) => value !== undefined);
    return await sign(Object.fromEntries(all));
  };

  /** Stands between site and provider, and puts another token in the place of the provider's. */
  const forging =
    (forged: Forged): Fetch =>
    async (input, init) => {
      const response = await systemFetch(input, init);
      if (!String(input).endsWith('/token')) {
        return response;
      }
      const reply = JSON.parse(await response.text());
      const basis = JSON.parse(Buffer.from(reply.id_token.split('.')[1], 'base64url').toString());
      return Response.json({ ...reply, id_token: await made(forged, basis) });
    };

  it('lets in when nothing is changed by who stands between, so that the cases below say something', async () => {
    expect(await goRound(browserOn(siteOf({}, forging({}))))).toMatchObject({ status: 303 });
  });

  it.each(Object.entries(cases))('lets nobody in, and tells the log which check failed: %s', async (_, forged) => {
    const site = siteOf({}, forging(forged));
    const browser = browserOn(site);
    expect(await goRound(browser)).toMatchObject({ status: 403, page: { problem: 'provider-answer-not-valid' } });
    expect(site.events.at(-1)).toMatchObject({ kind: 'sign-in-refused', person: undefined, check: forged.check });
    expect((await browser.get('/')).status).toBe(303);
  });

  const flow = {
    ...{ state: 's', nonce: 'n', verifier: 'v', redirectUri: RETURN, maxAgeS: 300, next: '/', stepUpOf: undefined },
    beganMs: Date.now(),
  };
  const read = async (forged: Forged, changes: Partial<typeof flow> | { stepUpOf: string } = {}) => {
    const jwksUri = `${idp.issuer}/jwks`;
    const parts = { settings: settingsOf(), jwksUri, issuer: idp.issuer, fetch: systemFetch, clock: systemClock };
    const times = { iat: nowS(), exp: nowS() + 600, auth_time: nowS() };
    const basis = { iss: idp.issuer, sub: 'ada', aud: 'sfumato-north', nonce: 'n', ...times, ...MFA };
    return await claimReader(parts)(await made(forged, basis), { ...flow, ...changes });
  };

  it('is seen by our own checks alone, without the library’s', async () => {
    expect(await read({})).toMatchObject({ person: 'ada', isStrong: true });
    for (const [name, forged] of Object.entries(cases)) {
      expect(await read(forged), name).toBe(forged.check);
    }
  });

  it('is seen when two factors were shown before they were asked for again', async () => {
    const stale = { claims: { auth_time: nowS() - 120 } };
    expect(await read(stale, { stepUpOf: 'ada' })).toBe('auth_time');
    expect(await read(stale)).toMatchObject({ person: 'ada' });
  });
});
