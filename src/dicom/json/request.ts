import { type Clock, type Fetch, isSfumatoError, LIMITS, type WayFault, wayFaultOf } from '../../base/index.ts';

/** How a DICOMweb server is reached. */
export interface Server {
  /** Address of the service, without a slash at its end. */
  readonly base: string;
  /** The value of the Authorization header. */
  readonly authorization?: string | undefined;
  /** Milliseconds that one reply may take to its last byte, and after which a failed request is sent again. */
  readonly replyMsMax: number;
  readonly retryMs: number;
}

/** A reply with a status of success. */
export type Reply = Pick<Response, 'status' | 'body'>;

/**
 * Why a request came to nothing: the server says no (asking again is no use), it may say otherwise later (busy, broken, too
 * slow, broken off), or no answer came at all.
 */
export interface Failure {
  readonly failure: 'refused' | 'failed' | 'unanswered';
  /** Of HTTP; 300 for any redirect. */
  readonly status?: number;
  /** Why no answer came, where that shows. */
  readonly fault?: WayFault | undefined;
  /** Milliseconds after which the server wants to be asked again, where it says so. */
  readonly retryMs?: number | undefined;
}

/** What asking needs. */
export interface Asking {
  readonly server: Server;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Once aborted, what is under way comes to nothing. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks for a path below the server's address; `read` gives `undefined` for a reply that broke off, and is to end once it is
 * told to stop. What it throws of our own errors is thrown on.
 */
export type Ask = <T extends object>(
  path: string,
  read: (reply: Reply, stop: AbortSignal) => Promise<T | undefined>,
) => Promise<T | Failure>;

/** What a server says that may say otherwise when it is asked again. */
export const PASSING_STATUS: ReadonlySet<number> = new Set([408, 425, 429]);
const REDIRECT = 300;

/** One request, within its time. Redirects aren't followed: the network client refuses them. */
export function requester({ server, clock, fetch, signal }: Asking): Ask {
  const { base, authorization, replyMsMax } = server;
  const headers = { accept: 'application/dicom+json', ...(authorization !== undefined && { authorization }) };
  return async (path, read) => {
    const late = new AbortController();
    const over = new AbortController();
    const timer = clock.until(clock.monotonicMs() + replyMsMax, over.signal).then(() => late.abort());
    const stop = signal === undefined ? late.signal : AbortSignal.any([late.signal, signal]);
    const answered = { status: 0 };
    const reply = async () => {
      const response = await fetch(`${base}${path}`, { headers, signal: stop });
      answered.status = response.status;
      if (response.ok) {
        return (await read(response, stop)) ?? failed(response.status);
      }
      await response.body?.cancel();
      return { ...failed(response.status), retryMs: retryMsOf(response, clock) };
    };
    try {
      // The network client may be slow to notice that it was aborted.
      return await Promise.race([reply(), timer.then(() => failed(answered.status))]);
    } catch (error) {
      if (isSfumatoError(error)) {
        throw error;
      }
      if (answered.status > 0 || stop.aborted) {
        return failed(answered.status);
      }
      return isRedirect(error) ? { failure: 'refused', status: REDIRECT } : unanswered(error);
    } finally {
      over.abort();
    }
  };
}

/** What Retry-After says (RFC 9110 §10.2.3): seconds, or a date. */
function retryMsOf({ headers }: Response, clock: Clock): number | undefined {
  const written = headers.get('retry-after') ?? '';
  const ms = /^\d{1,9}$/.test(written) ? Number(written) * 1_000 : Date.parse(written) - clock.wallMs();
  return ms > 0 ? ms : undefined;
}

/**
 * The same, again and again: up to `LIMITS.archiveTriesMax` times, with longer and longer waits between, and no shorter ones
 * than the server asks for, up to `LIMITS.archiveRetryAfterMsMax`.
 */
export function persistentRequester(asking: Asking): Ask {
  const ask = requester(asking);
  const { server, clock, signal } = asking;
  return async (path, read) => {
    let found = await ask(path, read);
    for (let tries = 1; tries < LIMITS.archiveTriesMax && isFailure(found) && isWorthIt(found); tries += 1) {
      if (signal?.aborted) {
        break;
      }
      const ownMs = server.retryMs * 4 ** (tries - 1);
      const waitMs = Math.min(Math.max(ownMs, found.retryMs ?? 0), LIMITS.archiveRetryAfterMsMax);
      await clock.until(clock.monotonicMs() + waitMs, signal);
      found = await ask(path, read);
    }
    return found;
  };
}

/** Whether a request came to nothing. */
export function isFailure(found: object): found is Failure {
  return 'failure' in found;
}

function isWorthIt({ failure }: Failure): boolean {
  return failure !== 'refused';
}

function failed(status: number): Failure {
  const passing = status < 400 || status >= 500 || PASSING_STATUS.has(status);
  return { failure: passing ? 'failed' : 'refused', status };
}

function unanswered(error: unknown): Failure {
  return { failure: 'unanswered', fault: wayFaultOf(error) };
}

/** Whether the platform's client gave up because it was sent elsewhere. */
function isRedirect(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.message === 'unexpected redirect';
}
