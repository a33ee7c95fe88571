import { LIMITS } from '../../base/index.ts';
import { CardPage } from '../layout/card-page.tsx';
import { Field, Form, mended, SecretFields } from '../layout/form.tsx';
import { Facts } from '../layout/parts.tsx';
import { ACCESS } from '../texts/access.table.ts';
import type { Say } from '../texts/say.ts';
import { type AccessProps, CodeField, enrolProblem, PasskeyForm } from './access-parts.tsx';

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

/** Makes the key that decisions are signed with, or shows its public half. */
export function DecidingKey({ view, page }: AccessProps<'deciding-key'>) {
  const { say } = view;
  const { publicKey } = page;
  const lead = say(ACCESS.decidingKeyLead);
  const { errors, top } = enrolProblem(view, page);
  return (
    <CardPage view={view} title={say(ACCESS.decidingKey)} lead={lead} {...top}>
      {publicKey === undefined ? null : (
        <>
          <p class="note">{say(ACCESS.keyNext)}</p>
          <Facts facts={[[say(ACCESS.publicKey), <span class="hash">{publicKey}</span>]]} />
        </>
      )}
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

const atLeast = (say: Say): string => say(ACCESS.atLeast, { n: LIMITS.passwordCharactersMin });
