import type { AccessContext, AccessPage, Draw } from '../../access/index.ts';
import { Field, Form } from '../layout/form.tsx';
import { answerPage, Page } from '../layout/page.tsx';
import type { View } from '../layout/view.ts';
import { ACCESS } from '../texts/access.table.ts';
import { COMMON } from '../texts/common.table.ts';
import { FAULTS } from '../texts/faults.table.ts';
import { type AccessProps, CodeField, PasskeyForm, Problem } from './access-parts.tsx';
import { DecidingKey, Enrol, EnrolFactors } from './enrol-pages.tsx';
import { type SitePagesParts, viewOf } from './visit.ts';

/** Draws what access has decided on: sign-in, factors again, invitations, keys, and faults. */
export function drawAccess(parts: Pick<SitePagesParts, 'site' | 'policy'>): Draw {
  return (c: AccessContext, page, status) => {
    // A fault may come before the shell has a token for forms, and its page has none.
    const csrf = page.kind === 'fault' ? undefined : c.get('csrfToken')();
    const view = { ...viewOf(c, parts), csrf };
    return answerPage(c, <AccessFrame view={view} page={page} />, knownStatus(status));
  };
}

type Status = Parameters<typeof answerPage>[2];

function knownStatus(status: number): Status {
  const known = [200, 400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503] as const;
  return known.find((one) => one === status) ?? 500;
}

function AccessFrame({ view, page }: { readonly view: View; readonly page: AccessPage }) {
  switch (page.kind) {
    case 'sign-in':
      return <SignIn view={view} page={page} />;
    case 'step-up':
      return <StepUp view={view} page={page} />;
    case 'enrol':
      return <Enrol view={view} page={page} />;
    case 'enrol-factors':
      return <EnrolFactors view={view} page={page} />;
    case 'deciding-key':
      return <DecidingKey view={view} page={page} />;
    case 'signed-out':
      return (
        <Page view={view} title={view.say(ACCESS.signedOut)} narrow>
          <p>
            <a class="button" href="/sign-in">
              {view.say(ACCESS.signIn)}
            </a>
          </p>
        </Page>
      );
    case 'fault':
      return (
        <Page view={view} title={view.say(COMMON.failed)} lead={view.say(FAULTS[page.code])} narrow>
          <p class="note">{view.say(ACCESS.requestId, { id: page.requestId })}</p>
          <p>
            <a class="button plain" href="/">
              {view.say(COMMON.back)}
            </a>
          </p>
        </Page>
      );
  }
}

function SignIn({ view, page }: AccessProps<'sign-in'>) {
  const { say } = view;
  return (
    <Page view={view} title={say(ACCESS.signIn)} lead={say(ACCESS.signInLead)} narrow>
      <div class="card">
        <Problem view={view} page={page} />
        {page.ways.includes('password') ? (
          <Form view={view} action="/sign-in" submit={say(ACCESS.signIn)}>
            <input type="hidden" name="next" value={page.next} />
            <Field view={view} name="person" label={say(ACCESS.person)} autocomplete="username" required />
            <Field
              view={view}
              name="password"
              label={say(ACCESS.password)}
              type="password"
              autocomplete="current-password"
              required
            />
            <CodeField view={view} />
          </Form>
        ) : null}
        <OtherWays view={view} page={page} />
      </div>
      <p>
        <a href="/enrol">{say(ACCESS.haveInvitation)}</a>
      </p>
    </Page>
  );
}

function StepUp({ view, page }: AccessProps<'step-up'>) {
  const { say } = view;
  return (
    <Page view={view} title={say(ACCESS.stepUp)} lead={say(ACCESS.stepUpLead, { person: page.person })} narrow>
      <div class="card">
        <Problem view={view} page={page} />
        {page.ways.includes('password') ? (
          <Form view={view} action="/step-up" submit={say(ACCESS.confirm)}>
            <input type="hidden" name="next" value={page.next} />
            <CodeField view={view} />
          </Form>
        ) : null}
        <OtherWays view={view} page={page} />
      </div>
    </Page>
  );
}

/** The hospital's own sign-in, and passkeys, where there are such. */
function OtherWays({ view, page }: AccessProps<'sign-in'> | AccessProps<'step-up'>) {
  const { say } = view;
  const at = page.kind === 'sign-in' ? '/sign-in' : '/step-up';
  return (
    <>
      {page.ways.includes('provider') ? (
        <p>
          <a class="button" href={`${at}/provider?next=${encodeURIComponent(page.next)}`}>
            {say(ACCESS.withProvider)}
          </a>
        </p>
      ) : null}
      {page.ways.includes('passkey') ? (
        <PasskeyForm view={view} action={`${at}/passkey`} field={['next', page.next]} label={say(ACCESS.withPasskey)} />
      ) : null}
    </>
  );
}
