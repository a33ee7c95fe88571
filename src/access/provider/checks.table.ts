import type { SignInProblem } from '../page.ts';

/** What came of one check: what the page says, and what the site's log says. */
interface Told {
  readonly problem: SignInProblem;
  readonly log: string;
}

const notValid = (log: string): Told => ({ problem: 'provider-answer-not-valid', log });
const CLOCKS = 'look at the clocks of both';

/**
 * Everything by which a provider's sign-in is refused: a closed list, so that the log names what failed and holds nothing of what
 * the provider sent. The first ones are claims of the ID token.
 */
export const PROVIDER_CHECKS = Object.freeze({
  iss: notValid('iss is missing, or not the issuer that the provider’s discovery names'),
  sub: notValid('sub is missing'),
  aud: notValid('aud is not this client’s id alone; further audiences are not taken'),
  azp: notValid('azp is another client’s id, or not a text'),
  exp: notValid(`exp is missing, no number, or past; ${CLOCKS}`),
  iat: notValid(`iat is missing, no number, to come, or more than five minutes ago; ${CLOCKS}`),
  nbf: notValid(`nbf is to come, or no number; ${CLOCKS}`),
  nonce: notValid('nonce is missing, or not the one that was sent'),
  auth_time: notValid(`auth_time is missing, no number, to come, or longer ago than was asked for; ${CLOCKS}`),
  acr: notValid('acr is not a text'),
  amr: notValid('amr is not a list of texts'),
  email_verified: notValid('email_verified is neither true nor false (a text is not taken)'),

  'id-token': notValid('the answer holds no ID token that can be read'),
  signature: notValid('no key of the provider fits the ID token’s signature, or its algorithm is not taken'),
  keys: notValid('the provider’s keys are not a JSON Web Key Set'),
  'response-iss': notValid('the way back names another issuer than the provider’s discovery (iss, RFC 9207), or none'),
  client: notValid('the provider does not take the client’s id or secret (invalid_client, unauthorized_client)'),
  code: notValid('the provider does not take the code (invalid_grant): it is old, was used, or is for another address'),
  answer: notValid('the provider’s answer to the code is not one of OpenID Connect'),
  session: { problem: 'expired', log: 'the session in which factors were to be shown has ended' },
  flow: { problem: 'expired', log: 'the way back was not begun in this browser, was used, or is too old' },

  'email-unconfirmed': {
    problem: 'account-not-told',
    log: 'email_verified is missing from the ID token, or false, and personClaim is email',
  },
  'person-claim': { problem: 'account-not-told', log: 'the ID token lacks the claim of personClaim, or it is no text' },
  person: { problem: 'person-unknown', log: 'nobody is meant here by what the claim of personClaim says' },
  'other-person': { problem: 'other-person', log: 'another person signed in there than is signed in here' },
  strength: { problem: 'not-strong', log: 'acr and amr do not show the two factors that the configuration names' },

  refused: { problem: 'provider-refused', log: 'the provider sent an error back in the place of a code' },
  busy: { problem: 'provider-busy', log: 'the provider can’t sign people in (temporarily_unavailable, server_error)' },
  discovery: { problem: 'provider-unreachable', log: 'the provider’s discovery names another issuer, or is not valid' },
  authority: {
    problem: 'provider-unreachable',
    log: 'the provider’s certificate is of an authority that is not trusted here; its own is named in NODE_EXTRA_CA_CERTS',
  },
  certificate: {
    problem: 'provider-unreachable',
    log: 'the provider’s certificate is of another host, has expired or is not valid yet; look at the clock too',
  },
  unreachable: { problem: 'provider-unreachable', log: 'the provider gave no answer, or an error of its own' },
} as const satisfies Record<string, Told>);

/** The check that failed. */
export type ProviderCheck = keyof typeof PROVIDER_CHECKS;

/** The check of a claim or another thing by its name; `otherwise` where it is no check. */
export function checkNamed(name: unknown, otherwise: ProviderCheck): ProviderCheck {
  return isCheck(name) ? name : otherwise;
}

function isCheck(name: unknown): name is ProviderCheck {
  return typeof name === 'string' && Object.hasOwn(PROVIDER_CHECKS, name);
}
