import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { vi } from 'vitest';

/** What the provider's own login finds out about whoever signs in next. */
export interface NextLogin {
  accountId: string;
  acr?: string | undefined;
  amr?: string[] | undefined;
  /** When they signed in, seconds since 1970; now, if absent. */
  ts?: number | undefined;
  email?: string;
  emailVerified?: boolean;
  /** They give up instead. */
  cancels?: boolean;
  /** The provider sends this error back. */
  error?: string | undefined;
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly signingKey: JWK;
  readonly next: NextLogin;
  /** Goes through the provider's login, as a browser would; gives the address that it sends the browser back to. */
  signIn(address: string): Promise<URL>;
  /** What a browser was asked for, by the parameters of the last authorisation request. */
  asked(): URLSearchParams;
  close(): Promise<void>;
}

/** A real OpenID provider on this machine, with a login that asks nobody anything. */
export async function identityProvider(redirectUris: readonly string[]): Promise<IdentityProvider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const signingKey: JWK = { ...(await exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const next: NextLogin = { accountId: 'ada' };
  let serve: (request: never, response: never) => void = () => undefined;
  const server = createServer((request, response) => serve(request as never, response as never));
  const issuer = await listening(server);
  const client = {
    grant_types: ['authorization_code'],
    response_types: ['code' as const],
    redirect_uris: [...redirectUris],
  };
  // It warns of Node 20 and of its memory, which are right for a test.
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { Provider } = await import('oidc-provider');
  const provider: InstanceType<typeof Provider> = new Provider(issuer, {
    clients: ['sfumato-north', 'another'].map((client_id) => ({
      ...client,
      client_id,
      client_secret: `secret of ${client_id}`,
    })),
    jwks: { keys: [signingKey as never] },
    // Said, so that the library doesn't print that it would like them said.
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    cookies: { keys: ['only for a test'] },
    conformIdTokenClaims: false,
    acrValues: ['urn:example:mfa', 'urn:example:password'],
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/login/${interaction.uid}` },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        email: next.email,
        email_verified: next.emailVerified,
        amr: next.amr,
        acr: next.acr,
      }),
    }),
    loadExistingGrant: async (ctx) => {
      const { session, client: asking } = ctx.oidc;
      const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: asking?.clientId ?? '' });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  warned.mockRestore();
  const callback = provider.callback();
  serve = (request: never, response: never) => {
    const { url = '' } = request as { url?: string };
    if (!url.startsWith('/login/')) {
      return void callback(request, response);
    }
    const { accountId, acr, amr, ts, cancels, error } = next;
    const login = { accountId, acr, amr, ts, remember: false } as never;
    const refused = { error: error ?? 'access_denied', error_description: '<script>alert(1)</script>' };
    const result = cancels || error !== undefined ? refused : { login };
    return void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  };
  let asked = new URLSearchParams();
  return {
    issuer,
    signingKey,
    next,
    async signIn(address) {
      asked = new URL(address).searchParams;
      return await follow(address, redirectUris);
    },
    asked: () => asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A browser with one jar, until it is sent back to who asked. */
async function follow(address: string, redirectUris: readonly string[]): Promise<URL> {
  const jar = new Map<string, string>();
  let at = new URL(address);
  for (let step = 0; step < 10; step += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const [pair = ''] of response.headers.getSetCookie().map((set) => set.split(';'))) {
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const to = response.headers.get('location');
    if (to === null) {
      throw new Error(`${response.status} at ${at.pathname}: ${await response.text()}`);
    }
    at = new URL(to, at);
    if (redirectUris.some((uri) => at.href.startsWith(`${uri}?`))) {
      return at;
    }
  }
  throw new Error('sent round and round');
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
    });
  });
}
