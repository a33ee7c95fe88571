/** Floor 3: who somebody is: sign-in, sessions, and what stands before every page. What they may do, governance says. */
export { type AccessPage, type Draw, type FaultCode, PATHS, type SignInProblem, type SignInWay } from './page.ts';
export type { Session, SignInMethod } from './sessions/session.ts';
export { createSessions, type Sessions } from './sessions/sessions.ts';
export type { AccessContext, AccessEnv, AccessMiddleware } from './shell/env.ts';
export type { Form } from './shell/form.ts';
export { csrfToken, requireSession, safeNext, sessionOf, stepUp } from './shell/session-guard.ts';
export { type AccessLine, createShell, type Shell, type ShellParts } from './shell/shell.ts';
