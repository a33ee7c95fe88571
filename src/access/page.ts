import type { AccessContext } from './shell/env.ts';

/** Why a request came to nothing: a closed list, so that whoever draws has words for each in each language. */
export type FaultCode =
  | 'not-found'
  | 'not-asked-here'
  | 'wrong-form'
  | 'form-expired'
  | 'too-long'
  | 'too-many'
  | 'too-slow'
  | 'failed';

/** What went wrong with a sign-in, step-up or enrolment. One sentence each; none says which of several things was wrong. */
export type SignInProblem =
  | 'not-right'
  | 'too-many-tries'
  | 'busy'
  | 'expired'
  | 'invitation-not-right'
  | 'password-too-short'
  | 'passwords-differ'
  | 'code-not-right'
  | 'passkey-not-right'
  | 'passphrase-too-short'
  | 'key-there'
  | 'provider-refused'
  | 'provider-unreachable'
  | 'provider-busy'
  | 'provider-answer-not-valid'
  | 'account-not-told'
  | 'person-unknown'
  | 'other-person'
  | 'not-strong';

/** A way to show who one is. */
export type SignInWay = 'password' | 'passkey' | 'provider';

/** A form that was not taken, with what was written in it and no secret: to be sent again as it stands. */
export interface Kept {
  readonly action: string;
  /** The token to send it with. */
  readonly csrf: string;
  /** Else it is taken once whoever wrote it has signed in again. */
  readonly isSignedIn: boolean;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

interface Asking {
  readonly problem?: SignInProblem | undefined;
  /** The path of ours to go to afterwards. */
  readonly next: string;
}

/**
 * A page that access has decided on. Whoever draws it puts `csrfToken(c)` into each form as the field `csrf`, and posts to the
 * path that `PATHS` has for it, with the fields named here. A passkey's form is hidden until the script shows it: it has
 * `data-passkey` (`new` for enrolment, else `known`), the fields `csrf` and `next` (or `invitation`), and for each problem that may
 * come a hidden element with `data-problem`.
 */
export type AccessPage =
  /** Fields of the password form: `person`, `password`, `code`, `next`. The provider's way is a link to `PATHS.provider`. */
  | (Asking & {
      readonly kind: 'sign-in';
      readonly ways: readonly SignInWay[];
      /** This browser was signed in, and its session ended. */
      readonly hasEnded?: boolean;
      /** The name that was given with the last try, if it can be one. */
      readonly person?: string | undefined;
    })
  /** Fields: `password`, `code`, `next`. The provider's way is a link to `PATHS.providerStepUp`. */
  | (Asking & { readonly kind: 'step-up'; readonly person: string; readonly ways: readonly SignInWay[] })
  /** Field: `invitation`. */
  | { readonly kind: 'enrol'; readonly problem?: SignInProblem | undefined }
  /** Fields: `invitation`, `password`, `again`, `code`. `qr` is an image as a `data:` address, `secret` the same as text. */
  | {
      readonly kind: 'enrol-factors';
      readonly problem?: SignInProblem | undefined;
      readonly person: string;
      readonly invitation: string;
      readonly qr: string;
      readonly secret: string;
      readonly passkeys: boolean;
    }
  /** Fields: `passphrase`, `again`; `replace` = `yes` where there is a key already. */
  | {
      readonly kind: 'deciding-key';
      readonly problem?: SignInProblem | undefined;
      /** The public key to enrol, once there is one. */
      readonly publicKey: string | undefined;
      readonly person: string;
      /** It was made a moment ago: said once. */
      readonly made: boolean;
    }
  | { readonly kind: 'signed-out' }
  | {
      readonly kind: 'fault';
      readonly code: FaultCode;
      readonly requestId: string;
      readonly kept?: Kept | undefined;
    };

/** Draws a page; the status is access's to say. */
export type Draw = (c: AccessContext, page: AccessPage, status: number) => Response | Promise<Response>;

/** Where access's own pages are. */
export const PATHS = Object.freeze({
  signIn: '/sign-in',
  signOut: '/sign-out',
  signOutEverywhere: '/sign-out-everywhere',
  signedOut: '/signed-out',
  stepUp: '/step-up',
  /** Links, not forms, with `next` in the query: browsers hold forms to our own origin, also when they are sent on. */
  provider: '/sign-in/provider',
  providerStepUp: '/step-up/provider',
  providerReturn: '/sign-in/return',
  enrol: '/enrol',
  enrolFactors: '/enrol/factors',
  decidingKey: '/deciding-key',
  /** Where our script sends what a passkey signed; what to sign it asks for below, at `/options`. */
  passkeySignIn: '/sign-in/passkey',
  passkeyStepUp: '/step-up/passkey',
  passkeyEnrol: '/enrol/passkey',
  /** Both are loaded, in this order and deferred, by pages with a passkey's form. */
  webauthnScript: '/access/webauthn.js',
  passkeyScript: '/access/passkey.js',
});
