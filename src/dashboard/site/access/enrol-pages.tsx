import { LIMITS } from '../../../base/index.ts';
import { CardPage } from '../../layout/card-page.tsx';
import { Field, Form, mended, SecretFields } from '../../layout/form.tsx';
import { Facts, Notice } from '../../layout/parts.tsx';
import { ACCESS } from '../../texts/access.table.ts';
import type { Say } from '../../texts/say.ts';
import { type AccessProps, CodeField, enrolProblem, PasskeyForm } from './parts.tsx';

/** Takes an invitation. */
export function Enrol({ view, page }: AccessProps<'enrol'>) {
  const { say } = view;
  const { errors, top } = enrolProblem(view, page);
  return (
    <CardPage view={view} title={say(ACCESS.enrol)} {...top}>
      <Form view={view} action="/enrol" submit={say(ACCESS.goOn)}>
        <Field {...{ view, ...mended(errors.invitation) }} name="invitation" label={say(ACCESS.invitation)} required />
      </Form>
    </CardPage>
  );
}

/** Sets password and authenticator up. */
export function EnrolFactors({ view, page }: AccessProps<'enrol-factors'>) {
  const { say } = view;
  const { person, qr, secret, invitation, passkeys } = page;
  const { errors, top } = enrolProblem(view, page);
  return (
    <CardPage view={view} title={say(ACCESS.enrolFactors, { person })} lead={say(ACCESS.enrolLead)} {...top}>
      <img class="qr" src={qr} alt={say(ACCESS.qrAlt)} width={220} height={220} />
      <Facts facts={[[say(ACCESS.secret), <span class="hash">{secret}</span>]]} />
      <Form view={view} action="/enrol/factors" submit={say(ACCESS.goOn)}>
        <input type="hidden" name="invitation" value={invitation} />
        <SecretFields
          {...{ view, errors, hint: atLeast(say), again: say(ACCESS.again) }}
          name="password"
          label={say(ACCESS.password)}
        />
        <CodeField view={view} error={errors.code} />
      </Form>
      {passkeys ? (
        <PasskeyForm
          view={view}
          action="/enrol/passkey"
          field={['invitation', invitation]}
          label={say(ACCESS.newPasskey)}
        />
      ) : null}
    </CardPage>
  );
}

interface KeyProps extends AccessProps<'deciding-key'> {
  /** The key that the visitor decides with here now, if they are enrolled; none where it was revoked. */
  readonly standing: { readonly key: string | undefined } | undefined;
}

/** Makes the key that decisions are signed with, or shows its public half, and whether it counts already. */
export function DecidingKey({ view, page, standing }: KeyProps) {
  const { say } = view;
  const { publicKey, made } = page;
  const lead = say(ACCESS.decidingKeyLead);
  const { errors, top } = enrolProblem(view, page);
  return (
    <CardPage view={view} title={say(ACCESS.decidingKey)} lead={lead} {...top}>
      {publicKey === undefined ? null : <OwnKey {...{ view, publicKey, made, standing }} />}
      <Form view={view} action="/deciding-key" submit={say(ACCESS.makeKey)}>
        <SecretFields
          {...{ view, errors, hint: atLeast(say), again: say(ACCESS.again) }}
          name="passphrase"
          label={say(ACCESS.passphrase)}
        />
        {publicKey === undefined ? null : (
          <p class="choices">
            <label>
              <input type="checkbox" name="replace" value="yes" /> {say(ACCESS.replace)}
            </label>
          </p>
        )}
      </Form>
      <p>
        <a href="/">{say(ACCESS.toPages)}</a>
      </p>
    </CardPage>
  );
}

interface OwnKeyProps extends Pick<KeyProps, 'view' | 'standing'> {
  readonly publicKey: string;
  readonly made: boolean;
}

/** The public half of somebody's key: that it was made, whether it counts, and what is to be done until it does. */
function OwnKey({ view: { say }, publicKey, made, standing }: OwnKeyProps) {
  const isEnrolled = standing?.key === publicKey;
  const done = [...(made ? [say(ACCESS.keyMade)] : []), ...(isEnrolled ? [say(ACCESS.keyEnrolled)] : [])];
  return (
    <>
      {done.length === 0 ? null : (
        <Notice tone="good" focus={made}>
          {done.join(' ')}
        </Notice>
      )}
      {isEnrolled || standing?.key === undefined ? null : <Notice tone="wait">{say(ACCESS.keyOther)}</Notice>}
      {isEnrolled ? null : (
        <p class="note">
          {say(ACCESS.keyNext)} {say(standing === undefined ? ACCESS.keyNoRole : ACCESS.keyReplaces)}
        </p>
      )}
      <Facts facts={[[say(ACCESS.publicKey), <span class="hash">{publicKey}</span>]]} />
    </>
  );
}

const atLeast = (say: Say): string => say(ACCESS.atLeast, { n: LIMITS.passwordCharactersMin });
