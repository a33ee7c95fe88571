import type { AccessPage } from '../../../access/index.ts';
import { LIMITS } from '../../../base/index.ts';
import { Field, type FieldErrors, type FieldProps, mended } from '../../layout/form.tsx';
import type { View } from '../../layout/view.ts';
import { ACCESS } from '../../texts/access.table.ts';
import { COMMON } from '../../texts/common.table.ts';
import { PROBLEMS } from '../../texts/problems.table.ts';

type Of<K extends AccessPage['kind']> = Extract<AccessPage, { readonly kind: K }>;

/** What a page of sign-in or enrolment is drawn from. */
export interface AccessProps<K extends AccessPage['kind']> {
  readonly view: View;
  readonly page: Of<K>;
}

/** How long whoever tried too often waits. */
export const WAITS = { minutes: LIMITS.signInWindowMs / 60_000 } as const;

/** Why the last try came to nothing, in words. */
export function problemOf(
  { say }: View,
  { problem }: { readonly problem?: keyof typeof PROBLEMS | undefined },
): string | undefined {
  return problem === undefined ? undefined : say(PROBLEMS[problem], WAITS);
}

/** Problems of an enrolment that are of one field: a sign-in never says which of its fields was wrong. */
const AT = {
  'invitation-not-right': 'invitation',
  'password-too-short': 'password',
  'passphrase-too-short': 'passphrase',
  'passwords-differ': 'again',
  'code-not-right': 'code',
} as const satisfies Partial<Record<keyof typeof PROBLEMS, string>>;

/** What went wrong with an enrolment: at its field, where it is of one, and above the form what is to be done. */
export function enrolProblem(view: View, page: { readonly problem?: keyof typeof PROBLEMS | undefined }) {
  const said = problemOf(view, page);
  const field = Object.entries(AT).find(([problem]) => problem === page.problem)?.[1];
  const errors: FieldErrors = field === undefined || said === undefined ? {} : { [field]: said };
  const isAtField = field !== undefined;
  return { errors, top: { problem: isAtField ? view.say(COMMON.mendForm) : said, hasFocus: isAtField } };
}

/** Six digits of an authenticator. */
export function CodeField({ view, error }: { readonly view: View; readonly error?: string | undefined }) {
  const digits = { inputmode: 'numeric', pattern: '[0-9 ]{6,7}', maxlength: 7 };
  const { more, ...wrong } = mended(error);
  return (
    <Field
      {...{ view, ...wrong, more: { ...digits, ...more } }}
      name="code"
      label={view.say(ACCESS.code)}
      autocomplete="one-time-code"
      required
    />
  );
}

/** The password that somebody has; `more` as a field's. */
export function PasswordField({ view, more }: Pick<FieldProps, 'view' | 'more'>) {
  return (
    <Field
      {...{ view, ...(more !== undefined && { more }) }}
      name="password"
      label={view.say(ACCESS.password)}
      type="password"
      autocomplete="current-password"
      required
    />
  );
}

export interface PasskeyProps {
  readonly view: View;
  readonly action: string;
  /** What is sent along. */
  readonly field: readonly [name: 'next' | 'invitation', value: string];
  readonly label: string;
}

/** Hidden until access's script, which alone can talk to passkeys, shows it; what may go wrong stands in it already. */
export function PasskeyForm({ view, action, field: [name, value], label }: PasskeyProps) {
  return (
    <form method="post" action={action} class="form" data-passkey={name === 'invitation' ? 'new' : 'known'} hidden>
      <input type="hidden" name="csrf" value={view.csrf ?? ''} />
      <input type="hidden" name={name} value={value} />
      {Object.entries(PROBLEMS).map(([problem, text]) => (
        <p class="error" role="alert" data-problem={problem} hidden>
          {view.say(text, WAITS)}
        </p>
      ))}
      <p class="actions">
        <button type="submit" class="plain">
          {label}
        </button>
      </p>
      <script src="/access/webauthn.js" defer />
      <script type="module" src="/access/passkey.js" />
    </form>
  );
}
