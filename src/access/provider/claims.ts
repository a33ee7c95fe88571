import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock, Fetch } from '../../base/index.ts';
import { Id } from '../../contract/index.ts';
import type { ProviderSettings } from '../settings.ts';
import { checkNamed, type ProviderCheck } from './checks.table.ts';
import type { Flow } from './flows.ts';

/** What an ID token may be signed with: public keys only, so that nobody signs with what everybody knows. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const SKEW_S = 30;
const TOKEN_AGE_S = 300;

/** What is read of a token's claims, beside what the library checks. */
const Claims = z.object({
  nonce: z.string(),
  aud: z.union([z.string(), z.array(z.string()).length(1)]),
  azp: z.string().optional(),
  auth_time: z.int().positive(),
  acr: z.string().optional(),
  amr: z.array(z.string()).optional(),
  email_verified: z.boolean().optional(),
});

/** What a provider said of somebody, once all of it was checked. */
export interface ProviderSaid {
  readonly person: string | undefined;
  /** Why it is nobody, where it is. */
  readonly nobody: ProviderCheck | undefined;
  /** How long ago they signed in there, in milliseconds. */
  readonly authAgeMs: number;
  readonly isStrong: boolean;
}

/** What ID tokens are checked with. */
export interface ClaimParts {
  readonly settings: ProviderSettings;
  readonly jwksUri: string;
  readonly issuer: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** Reads an ID token; else says which check failed first. @throws the transport's error when the provider's keys can't be had. */
export type ReadClaims = (idToken: string, flow: Flow) => Promise<ProviderSaid | ProviderCheck>;

/** Checks signature, issuer, audience, time, nonce and age itself, whatever else checked them before. */
export function claimReader({ settings, jwksUri, issuer, fetch, clock }: ClaimParts): ReadClaims {
  const keys = createRemoteJWKSet(new URL(jwksUri), { [customFetch]: fetch });
  return async (idToken, flow) => {
    const payload = await verified(async () => {
      const { payload } = await jwtVerify(idToken, keys, {
        algorithms: ALGORITHMS,
        issuer,
        audience: settings.clientId,
        clockTolerance: SKEW_S,
        maxTokenAge: TOKEN_AGE_S,
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat', 'nonce', 'auth_time'],
        currentDate: new Date(clock.wallMs()),
      });
      return payload;
    });
    if (typeof payload === 'string') {
      return payload;
    }
    const { data: claims, error } = Claims.safeParse(payload);
    if (claims === undefined) {
      return checkNamed(error.issues[0]?.path[0], 'id-token');
    }
    const wrong = notOfFlow(claims, settings, flow);
    const authAgeMs = clock.wallMs() - claims.auth_time * 1_000;
    if (wrong !== undefined || authAgeMs < -SKEW_S * 1_000 || !isRecent(claims.auth_time, authAgeMs, flow)) {
      return wrong ?? 'auth_time';
    }
    return {
      ...personOf(payload, claims, settings),
      authAgeMs: Math.max(0, authAgeMs),
      isStrong: isStrong(claims, settings),
    };
  };
}

type Claims = z.infer<typeof Claims>;

/** What shows that the token doesn't answer this very question, of this very client. */
function notOfFlow({ nonce, azp }: Claims, { clientId }: ProviderSettings, flow: Flow): ProviderCheck | undefined {
  if (nonce !== flow.nonce) {
    return 'nonce';
  }
  return azp === undefined || azp === clientId ? undefined : 'azp';
}

/** Providers only say how old a sign-in is: we look. A step-up must have happened since it was asked for. */
function isRecent(authTimeS: number, ageMs: number, { maxAgeS, stepUpOf, beganMs }: Flow): boolean {
  const isYoung = ageMs <= (maxAgeS + SKEW_S) * 1_000;
  return isYoung && (stepUpOf === undefined || authTimeS * 1_000 >= beganMs - SKEW_S * 1_000);
}

/** Whatever was asked for, only what the token says counts. */
function isStrong({ acr, amr = [] }: Claims, settings: ProviderSettings): boolean {
  const hasAcr = settings.acr.length === 0 || (acr !== undefined && settings.acr.includes(acr));
  const isConfigured = settings.acr.length + settings.amr.length > 0;
  return isConfigured && hasAcr && settings.amr.every((one) => amr.includes(one));
}

/** An address that nobody confirmed may be anybody's. */
function personOf(
  payload: JWTPayload,
  claims: Claims,
  { personClaim, people }: ProviderSettings,
): Pick<ProviderSaid, 'person' | 'nobody'> {
  const value = Object.hasOwn(payload, personClaim) ? payload[personClaim] : undefined;
  if (typeof value !== 'string') {
    return { person: undefined, nobody: 'person-claim' };
  }
  if (personClaim === 'email' && claims.email_verified !== true) {
    return { person: undefined, nobody: 'email-unconfirmed' };
  }
  const person = people === undefined ? Id.safeParse(value).data : new Map(Object.entries(people)).get(value);
  return { person, nobody: person === undefined ? 'person' : undefined };
}

async function verified(verify: () => Promise<JWTPayload>): Promise<JWTPayload | ProviderCheck> {
  try {
    return await verify();
  } catch (error) {
    return failedBy(error);
  }
}

const UNSIGNED = [
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
];

/** The check that the library failed. @throws what it was given where the keys couldn't be had: a wrong status is the plain error. */
function failedBy(error: unknown): ProviderCheck {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return checkNamed(error.claim, 'id-token');
  }
  if (UNSIGNED.some((kind) => error instanceof kind)) {
    return 'signature';
  }
  if (error instanceof errors.JWKSInvalid) {
    return 'keys';
  }
  if (error instanceof errors.JOSEError && !isOfTransport(error)) {
    return 'id-token';
  }
  throw error;
}

/** That the keys couldn't be fetched, for which the library has no class of its own. */
function isOfTransport(error: errors.JOSEError): boolean {
  return error instanceof errors.JWKSTimeout || error.code === 'ERR_JOSE_GENERIC';
}
