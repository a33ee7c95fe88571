import { Field, Form } from '../layout/form.tsx';
import { Page } from '../layout/page.tsx';
import { Facts } from '../layout/parts.tsx';
import { ACCESS } from '../texts/access.table.ts';
import { type AccessProps, CodeField, PasskeyForm, Problem } from './access-parts.tsx';

/** Takes an invitation. */
export function Enrol({ view, page }: AccessProps<'enrol'>) {
  const { say } = view;
  return (
    <Page view={view} title={say(ACCESS.enrol)} narrow>
      <div class="card">
        <Problem view={view} page={page} />
        <Form view={view} action="/enrol" submit={say(ACCESS.goOn)}>
          <Field view={view} name="invitation" label={say(ACCESS.invitation)} required />
        </Form>
      </div>
    </Page>
  );
}

/** Sets password and authenticator up. */
export function EnrolFactors({ view, page }: AccessProps<'enrol-factors'>) {
  const { say } = view;
  return (
    <Page view={view} title={say(ACCESS.enrolFactors, { person: page.person })} narrow>
      <div class="card">
        <Problem view={view} page={page} />
        <img class="qr" src={page.qr} alt={say(ACCESS.qrAlt)} width={220} height={220} />
        <Facts facts={[[say(ACCESS.secret), <span class="hash">{page.secret}</span>]]} />
        <Form view={view} action="/enrol/factors" submit={say(ACCESS.goOn)}>
          <input type="hidden" name="invitation" value={page.invitation} />
          <Field
            view={view}
            name="password"
            label={say(ACCESS.password)}
            type="password"
            autocomplete="new-password"
            required
          />
          <Field
            view={view}
            name="again"
            label={say(ACCESS.again)}
            type="password"
            autocomplete="new-password"
            required
          />
          <CodeField view={view} />
        </Form>
        {page.passkeys ? (
          <PasskeyForm
            view={view}
            action="/enrol/passkey"
            field={['invitation', page.invitation]}
            label={say(ACCESS.newPasskey)}
          />
        ) : null}
      </div>
    </Page>
  );
}

/** Makes the key that decisions are signed with, or shows its public half. */
export function DecidingKey({ view, page }: AccessProps<'deciding-key'>) {
  const { say } = view;
  return (
    <Page view={view} title={say(ACCESS.decidingKey)} lead={say(ACCESS.decidingKeyLead)} narrow>
      <div class="card">
        <Problem view={view} page={page} />
        {page.publicKey === undefined ? null : (
          <Facts facts={[[say(ACCESS.publicKey), <span class="hash">{page.publicKey}</span>]]} />
        )}
        <Form view={view} action="/deciding-key" submit={say(ACCESS.makeKey)}>
          <Field
            view={view}
            name="passphrase"
            label={say(ACCESS.passphrase)}
            type="password"
            autocomplete="new-password"
            required
          />
          <Field
            view={view}
            name="again"
            label={say(ACCESS.again)}
            type="password"
            autocomplete="new-password"
            required
          />
          {page.publicKey === undefined ? null : (
            <p class="choices">
              <label>
                <input type="checkbox" name="replace" value="yes" /> {say(ACCESS.replace)}
              </label>
            </p>
          )}
        </Form>
      </div>
    </Page>
  );
}
