/** Floor 3: who somebody is: sign-in, sessions, and what stands before every page. What they may do, governance says. */
export { type Access, type AccessParts, createAccess } from './access.ts';
export type { AccessEvent } from './desk.ts';
export { invite, isOpen, type Now, takeFactors } from './local/invitation.ts';
export { setUpSignIn } from './local/set-up.ts';
export { freshTotpSecret, totpAddress, totpCode } from './local/totp.ts';
export {
  type AccessPage,
  type Draw,
  type FaultCode,
  type Kept,
  PATHS,
  type SignInProblem,
  type SignInWay,
} from './page.ts';
export { signsIn } from './people/credentials.ts';
export type { KeyAsk, KeyUse } from './people/deciding-key.ts';
export { createPeopleFolder, type PeopleFolder, type PeopleParts } from './people/people-folder.ts';
export { openSealedKey, readSealedKey, sealKey } from './people/sealed-key.ts';
export { createStretch, type Stretch } from './people/stretch.ts';
export { PROVIDER_CHECKS } from './provider/checks.table.ts';
export { createProvider, type Provider } from './provider/provider.ts';
export type { Session, SignInMethod } from './sessions/session.ts';
export { createSessions, type Sessions } from './sessions/sessions.ts';
export { PageAddress, ProviderSettings, SignInSettings } from './settings.ts';
export type { AccessContext, AccessEnv, AccessMiddleware } from './shell/env.ts';
export type { Form } from './shell/form.ts';
export { csrfToken, requireSession, safeNext, sessionOf, stepUp } from './shell/session-guard.ts';
export { type AccessLine, createShell, type Shell, type ShellParts } from './shell/shell.ts';
