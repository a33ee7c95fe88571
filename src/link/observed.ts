import { type Clock, type Entropy, failureOf, randomId } from '../base/index.ts';

/** One request that was answered, as logs and metrics may know it: no address, no body, no header, no path beyond known routes. */
export interface Seen {
  /** 32 hex digits: that of the asker where it has this form, else a fresh one. */
  readonly requestId: string;
  readonly route: string;
  readonly status: number;
  /** Milliseconds from admission to the head of the response. */
  readonly ms: number;
  /** What went wrong inside, where something did: a kind of error and a place in the code. */
  readonly failure?: string | undefined;
}

/** Is told of every request that was answered. */
export type Observe = (seen: Seen) => void;

/** How requests are told of. */
export interface Observing {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly observe: Observe;
  /** The name of the route of a path: one of a closed list. */
  readonly routeOf: (path: string) => string;
}

/** The header in which a request's id comes and goes. */
export const REQUEST_ID_HEADER = 'x-request-id';

const REQUEST_ID = /^[0-9a-f]{32}$/;

/** The id of a request: what its header says where that can't be anything else. A name in the header must not reach a log. */
function requestIdOf({ headers }: Request, entropy: Entropy): string {
  const said = headers.get(REQUEST_ID_HEADER)?.replaceAll('-', '').toLowerCase() ?? '';
  return REQUEST_ID.test(said) ? said : randomId(entropy);
}

/** What comes with a request beside it. */
export interface RequestEnv {
  readonly requestId?: string;
  /** Is told what went wrong inside; the answer doesn't say it. */
  readonly onFailure?: (error: unknown) => void;
}

type Handler = (request: Request, env: RequestEnv) => Response | Promise<Response>;

/** An HTTP handler whose requests have an id, from the header in to the header out, and are told of. */
export function observed(
  handle: Handler,
  { clock, entropy, observe, routeOf }: Observing,
): (request: Request, env?: object) => Promise<Response> {
  return async (request, env = {}) => {
    const startedMs = clock.monotonicMs();
    const requestId = requestIdOf(request, entropy);
    let failure: string | undefined;
    const onFailure = (error: unknown): void => {
      // Whoever left while a message was read broke nothing.
      failure = request.signal.aborted ? undefined : failureOf(error);
    };
    const response = await handle(request, { ...env, requestId, onFailure });
    response.headers.set(REQUEST_ID_HEADER, requestId);
    const route = routeOf(new URL(request.url).pathname);
    observe({ requestId, route, status: response.status, ms: clock.monotonicMs() - startedMs, failure });
    return response;
  };
}

/** For a server of procedures: tells what failed inside, and nothing of what was only wrong in a request. */
export function failedInside<T>(
  onFailure: ((error: unknown) => T) | undefined,
): (failed: { readonly error: { readonly code: string; readonly cause?: unknown } }) => T | undefined {
  return ({ error }) => (error.code === 'INTERNAL_SERVER_ERROR' ? onFailure?.(error.cause ?? error) : undefined);
}
