import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  None,
} from 'openid-client';
import { type Clock, type Entropy, type Fetch, LIMITS, randomBytes, toBase64Url } from '../../base/index.ts';
import type { ProviderSettings } from '../settings.ts';
import type { ProviderCheck } from './checks.table.ts';
import { claimReader, type ProviderSaid, type ReadClaims } from './claims.ts';
import { failedAt, failedLooking } from './failed-at.ts';
import type { Flow } from './flows.ts';

const REPLY_S = 10;

/** What a way to the provider begins with. */
export interface Beginning {
  readonly redirectUri: string;
  readonly next: string;
  /** Who shows two factors again. */
  readonly stepUpOf: string | undefined;
}

/** An identity provider (OpenID Connect Core 1.0; code flow with PKCE). */
export interface Provider {
  begin(beginning: Beginning): Promise<{ readonly to: URL; readonly flow: Flow } | ProviderCheck>;
  /** What the provider said, or the check that failed, given the address at which the browser came back. */
  finish(flow: Flow, cameTo: URL): Promise<ProviderSaid | ProviderCheck>;
}

/** How a provider is reached. */
export interface ProviderParts {
  readonly settings: ProviderSettings;
  readonly clientSecret: string | undefined;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

interface Known {
  readonly config: Configuration;
  readonly readClaims: ReadClaims;
}

/** A provider is looked up when somebody first signs in, and again after it couldn't be: a site starts without it. */
export function createProvider(parts: ProviderParts): Provider {
  const { entropy, clock } = parts;
  let known: Promise<Known> | undefined;
  const look = async (): Promise<Known | ProviderCheck> => {
    known ??= lookUp(parts);
    try {
      return await known;
    } catch (error) {
      // The next sign-in tries anew.
      known = undefined;
      return failedLooking(error);
    }
  };
  const random = (): string => toBase64Url(randomBytes(entropy, 32));
  return Object.freeze({
    async begin({ redirectUri, next, stepUpOf }) {
      const provider = await look();
      if (typeof provider === 'string') {
        return provider;
      }
      const maxAgeS = (stepUpOf === undefined ? LIMITS.sessionMsMax : LIMITS.strongMsMax) / 1_000;
      const secrets = { state: random(), nonce: random(), verifier: random() };
      const flow: Flow = { ...secrets, redirectUri, maxAgeS, stepUpOf, next, beganMs: clock.wallMs() };
      return { flow, to: await addressOf(provider.config, flow, parts.settings) };
    },
    async finish(flow, cameTo) {
      const provider = await look();
      return typeof provider === 'string' ? provider : await exchange(provider, flow, cameTo);
    },
  } satisfies Provider);
}

async function lookUp({ settings, clientSecret, fetch, clock }: ProviderParts): Promise<Known> {
  const issuer = new URL(settings.issuer);
  const auth = clientSecret === undefined ? None() : ClientSecretBasic(clientSecret);
  const config = await discovery(issuer, settings.clientId, { [clockTolerance]: 30 }, auth, {
    [customFetch]: fetch,
    execute: issuer.protocol === 'http:' ? [allowInsecureRequests] : [],
    timeout: REPLY_S,
  });
  const { jwks_uri: jwksUri = '', issuer: name } = config.serverMetadata();
  return { config, readClaims: claimReader({ settings, jwksUri, issuer: name, fetch, clock }) };
}

/** A step-up asks as RFC 9470 §4 has it: for `acr_values` and `max_age`, and that the person really signs in. */
async function addressOf(config: Configuration, flow: Flow, { acr }: ProviderSettings): Promise<URL> {
  return buildAuthorizationUrl(config, {
    scope: 'openid profile email',
    redirect_uri: flow.redirectUri,
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
    max_age: String(flow.maxAgeS),
    ...(acr.length === 0 ? {} : { acr_values: acr.join(' ') }),
    ...(flow.stepUpOf === undefined ? {} : { prompt: 'login' }),
  });
}

async function exchange({ config, readClaims }: Known, flow: Flow, cameTo: URL): Promise<ProviderSaid | ProviderCheck> {
  try {
    const { id_token: idToken } = await authorizationCodeGrant(config, cameTo, {
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      pkceCodeVerifier: flow.verifier,
      maxAge: flow.maxAgeS,
      idTokenExpected: true,
    });
    return idToken === undefined ? 'id-token' : await readClaims(idToken, flow);
  } catch (error) {
    return failedAt(error);
  }
}
