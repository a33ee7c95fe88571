import { systemCode } from '../errors.ts';

/** Why a message finds no way to another server. */
export const WAY_FAULTS = [
  'refused',
  'no-such-name',
  'no-route',
  'closed',
  'silent',
  'unknown-authority',
  'other-name',
  'expired',
  'not-yet-valid',
  'not-tls',
  'no-common-tls',
  'other-status',
  'web-page',
  'sent-elsewhere',
  'proxy-away',
  'proxy-wants-password',
  'proxy-refuses',
] as const;

/** The same of one message, as far as this process can see. */
export type WayFault = (typeof WAY_FAULTS)[number];

/** A fault that has no code of Node's: what a proxy said, an answer that is none. */
export class NoWay extends Error {
  override readonly name = 'NoWay';
  readonly fault: WayFault;

  constructor(fault: WayFault, options?: { cause?: unknown }) {
    super(fault, options);
    this.fault = fault;
  }
}

/** The fault in an error or in what it was caused by; nothing where none is known. */
export function wayFaultOf(error: unknown): WayFault | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const fault = at instanceof NoWay ? at.fault : faultOfCode(systemCode(at) ?? '', at.message);
    if (fault !== undefined) {
      return fault;
    }
  }
  return undefined;
}

const FAULTS: Readonly<Record<string, WayFault>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'no-such-name',
  EAI_AGAIN: 'no-such-name',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  UND_ERR_SOCKET: 'closed',
  ETIMEDOUT: 'silent',
  UND_ERR_CONNECT_TIMEOUT: 'silent',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  CERT_SIGNATURE_FAILURE: 'unknown-authority',
  CERT_UNTRUSTED: 'unknown-authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-name',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
};

/** What a server that speaks something else than TLS looks like to whoever begins with TLS; OpenSSL names it in code or message. */
const NOT_TLS = /wrong.version.number|packet.length.too.long|http.request|record.layer.failure|unexpected.message/i;

function faultOfCode(code: string, message: string): WayFault | undefined {
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return NOT_TLS.test(`${code} ${message}`) ? 'not-tls' : 'no-common-tls';
  }
  if (message === 'unexpected redirect') {
    // `fetch` has no code for it.
    return 'sent-elsewhere';
  }
  // What begins otherwise than an answer in HTTP: an alert of TLS, say.
  return code.startsWith('HPE_') ? 'closed' : FAULTS[code];
}
