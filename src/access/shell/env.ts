import type { Context, MiddlewareHandler } from 'hono';
import type { Session } from '../sessions/session.ts';
import type { Form } from './form.ts';

/** What each request of a page carries. */
export interface AccessVariables {
  /** Names the request in the log and on an error's page. */
  readonly requestId: string;
  /** Scheme, host and port as the browser has them. */
  readonly origin: string;
  /** The secret of the browser's cookie, whether or not somebody is signed in. */
  readonly browser: string | undefined;
  readonly session: Session | undefined;
  /** The browser was signed in, and its session ended without its person’s signing out there. */
  readonly hasEnded: boolean;
  /** What the response is to tell the browser of its cookie. */
  readonly cookie: string | undefined;
  /** What asks, for counting tries. */
  readonly asker: string;
  /** The token that each form of the page must hold; gives the browser a cookie first, where it has none. */
  readonly csrfToken: () => string;
  /** What was sent by a form that passed the checks; empty for requests without one. */
  readonly form: Form;
}

/** The environment of a Hono app behind the shell. */
export interface AccessEnv {
  Variables: { -readonly [Name in keyof AccessVariables]: AccessVariables[Name] };
}

export type AccessContext = Context<AccessEnv>;
export type AccessMiddleware = MiddlewareHandler<AccessEnv>;
