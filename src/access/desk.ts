import type { Clock, Entropy } from '../base/index.ts';
import type { Challenges } from './local/challenges.ts';
import type { OwnTries, Tries } from './local/tries.ts';
import type { AccessPage, Draw } from './page.ts';
import type { PeopleFolder } from './people/people-folder.ts';
import type { Stretch } from './people/stretch.ts';
import type { ProviderCheck } from './provider/checks.table.ts';
import type { SignedIn, SignInMethod } from './sessions/session.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { AccessContext } from './shell/env.ts';
import type { Shell } from './shell/shell.ts';

/** What came of somebody's trying to get in, for the site's log. Holds nothing that was typed, but a known person's id. */
export interface AccessEvent {
  readonly kind:
    | 'signed-in'
    | 'sign-in-refused'
    | 'stepped-up'
    | 'step-up-refused'
    | 'signed-out'
    | 'enrolled'
    | 'enrolment-refused'
    | 'key-made'
    | 'key-refused';
  readonly person: string | undefined;
  readonly method?: SignInMethod;
  /** By which check an identity provider's sign-in was refused. */
  readonly check?: ProviderCheck;
  readonly requestId: string;
}

/** What all sign-in pages work with. */
export interface Desk {
  readonly site: string;
  readonly shell: Shell;
  readonly draw: Draw;
  readonly sessions: Sessions;
  readonly people: PeopleFolder;
  /** Of signing in. */
  readonly tries: Tries;
  /** Of showing both factors again while one is signed in. */
  readonly factorTries: OwnTries;
  /** Of opening one's deciding key. */
  readonly keyTries: OwnTries;
  readonly challenges: Challenges;
  readonly stretch: Stretch;
  readonly clock: Clock;
  /** By which invitations run out, and by the clock. */
  readonly nowMs: () => number;
  readonly entropy: Entropy;
  readonly onEvent: (event: AccessEvent) => void;
}

/** Begins a session under a fresh secret: what the browser had before opens nothing. */
export function letIn(desk: Desk, c: AccessContext, signedIn: SignedIn): void {
  const before = c.get('browser');
  if (before !== undefined) {
    desk.sessions.end(before);
  }
  desk.shell.signedIn(c, desk.sessions.begin(signedIn));
  tell(desk, c, { kind: 'signed-in', person: signedIn.person, method: signedIn.method });
}

/** Notes that two factors were shown again, so long ago; the session gets a fresh secret. */
export function freshen(desk: Desk, c: AccessContext, strongAgeMs: number): void {
  const renewed = desk.sessions.renew(c.get('browser') ?? '', strongAgeMs);
  if (renewed !== undefined) {
    desk.shell.signedIn(c, renewed);
    tell(desk, c, { kind: 'stepped-up', person: c.get('session')?.person });
  }
}

/** Tells the site's log. */
export function tell(desk: Desk, c: AccessContext, event: Omit<AccessEvent, 'requestId'>): void {
  desk.onEvent({ ...event, requestId: c.get('requestId') });
}

/** Draws a page again with what was wrong: the statuses say the same to programs. */
export async function drawProblem(desk: Desk, c: AccessContext, page: AccessPage): Promise<Response> {
  const problem = 'problem' in page ? page.problem : undefined;
  const slowDown = problem === 'too-many-tries' || problem === 'busy';
  return await desk.draw(c, page, problem === undefined ? 200 : slowDown ? 429 : 403);
}
