import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { type WayFault, wayFaultOf } from '../../base/index.ts';
import { checkNamed, type ProviderCheck } from './checks.table.ts';

/** Errors by which a provider says that it can't at the moment (RFC 6749 §4.1.2.1). */
const BUSY: readonly string[] = ['temporarily_unavailable', 'server_error'];

/** Errors at the token's endpoint (RFC 6749 §5.2) that somebody at the site can mend. */
const AT_TOKEN = new Map<string, ProviderCheck>([
  ['invalid_client', 'client'],
  ['unauthorized_client', 'client'],
  ['invalid_grant', 'code'],
]);

/** Which check failed on the way back. What the library says beside that is for nobody's eyes: it may hold what the provider sent. */
export function failedAt(error: unknown): ProviderCheck {
  if (error instanceof AuthorizationResponseError) {
    return BUSY.includes(error.error) ? 'busy' : 'refused';
  }
  if (error instanceof ResponseBodyError) {
    return AT_TOKEN.get(error.error) ?? 'answer';
  }
  return error instanceof ClientError ? failedInClient(error) : unreached(error);
}

/** Why a provider couldn't be looked up. */
export function failedLooking(error: unknown): ProviderCheck {
  const isAnswered = error instanceof ClientError && !isUnanswered(error);
  return isAnswered ? 'discovery' : unreached(error);
}

const CERTIFICATE_FAULTS: ReadonlySet<WayFault | undefined> = new Set(['other-name', 'expired', 'not-yet-valid']);

function unreached(error: unknown): ProviderCheck {
  const fault = wayFaultOf(error);
  if (fault === 'unknown-authority') {
    return 'authority';
  }
  return CERTIFICATE_FAULTS.has(fault) ? 'certificate' : 'unreachable';
}

function failedInClient(error: ClientError): ProviderCheck {
  if (isUnanswered(error)) {
    return 'unreachable';
  }
  const { message, claim } = saidBy(error.cause);
  // The library's own sentences are all that tells some of its checks apart; nothing of them but a name that we know goes on.
  const [, named] = /\bJWT "(\w+)"/.exec(message) ?? [];
  if (message.includes('response parameter')) {
    return 'response-iss';
  }
  return named === 'alg' ? 'signature' : checkNamed(claim ?? named, 'answer');
}

/** The library's sentence, and the claim that its check was of, where there was one. */
function saidBy(cause: unknown): { readonly message: string; readonly claim: unknown } {
  if (!(cause instanceof Error)) {
    return { message: '', claim: undefined };
  }
  const { message, cause: about } = cause;
  const claim = typeof about === 'object' && about !== null && 'claim' in about ? about.claim : undefined;
  return { message, claim };
}

/** Nothing came, or an error of the provider's own in the place of an answer. */
function isUnanswered({ code, cause }: ClientError): boolean {
  const isFault = cause instanceof Response && cause.status >= 500;
  return isFault || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT';
}
