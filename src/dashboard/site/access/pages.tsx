import type { Child } from 'hono/jsx';
import type { AccessContext, AccessPage, Draw } from '../../../access/index.ts';
import { LIMITS } from '../../../base/index.ts';
import { CardPage, PROBLEM_ID } from '../../layout/card-page.tsx';
import { Field, Form } from '../../layout/form.tsx';
import { answerPage, Page } from '../../layout/page.tsx';
import { Notice } from '../../layout/parts.tsx';
import type { View } from '../../layout/view.ts';
import { ACCESS } from '../../texts/access.table.ts';
import { Fault } from '../fault.tsx';
import { type SitePagesParts, STRONG_MINUTES, viewOf } from '../visit.ts';
import { DecidingKey, Enrol, EnrolFactors } from './enrol-pages.tsx';
import { type AccessProps, CodeField, PasskeyForm, PasswordField, problemOf } from './parts.tsx';

/** Draws what access has decided on: sign-in, factors again, invitations, keys, and faults. */
export function drawAccess(parts: Pick<SitePagesParts, 'site' | 'policy' | 'standingOf'>): Draw {
  return (c: AccessContext, page, status) => {
    // A fault may come before the shell has a token for forms, and its page has none.
    const csrf = page.kind === 'fault' ? undefined : c.get('csrfToken')();
    const view = { ...viewOf(c, parts), csrf };
    return answerPage(c, <AccessFrame {...{ view, page }} standingOf={parts.standingOf} />, knownStatus(status));
  };
}

type Status = Parameters<typeof answerPage>[2];

function knownStatus(status: number): Status {
  const known = [200, 400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503] as const;
  return known.find((one) => one === status) ?? 500;
}

interface FrameProps extends Pick<SitePagesParts, 'standingOf'> {
  readonly view: View;
  readonly page: AccessPage;
}

function AccessFrame({ view, page, standingOf }: FrameProps) {
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
      return <DecidingKey view={view} page={page} standing={standingOf(page.person)} />;
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
      return <Fault view={view} page={page} />;
  }
}

/** How long a session lasts. */
const LASTS = { hours: LIMITS.sessionMsMax / 3_600_000, minutes: LIMITS.sessionIdleMs / 60_000 } as const;

function SignIn({ view, page }: AccessProps<'sign-in'>) {
  const { say } = view;
  const fields = (
    <>
      <Field
        view={view}
        name="person"
        label={say(ACCESS.person)}
        value={page.person}
        autocomplete="username"
        required
      />
      <PasswordField
        view={view}
        more={page.person === undefined ? {} : { autofocus: true, 'aria-describedby': PROBLEM_ID }}
      />
    </>
  );
  return (
    <CardPage
      view={view}
      title={say(ACCESS.signIn)}
      lead={say(ACCESS.signInLead, LASTS)}
      problem={problemOf(view, page)}
      hasFocus={page.person !== undefined}
    >
      {page.hasEnded === true && page.problem === undefined ? (
        <Notice tone="wait">{say(ACCESS.hasEnded, LASTS)}</Notice>
      ) : null}
      <Ways view={view} page={page} submit={say(ACCESS.signIn)}>
        {fields}
      </Ways>
      {page.ways.includes('password') ? (
        <p>
          <a href="/enrol">{say(ACCESS.haveInvitation)}</a>
        </p>
      ) : null}
    </CardPage>
  );
}

function StepUp({ view, page }: AccessProps<'step-up'>) {
  const { say } = view;
  const lead = say(ACCESS.stepUpLead, { person: page.person, minutes: STRONG_MINUTES });
  return (
    <CardPage view={view} title={say(ACCESS.stepUp)} lead={lead} problem={problemOf(view, page)}>
      <Ways view={view} page={page} submit={say(ACCESS.confirm)}>
        <PasswordField view={view} />
      </Ways>
    </CardPage>
  );
}

interface WaysProps {
  readonly view: View;
  readonly page: AccessProps<'sign-in' | 'step-up'>['page'];
  readonly submit: string;
  /** What is asked for beside the six digits. */
  readonly children?: Child;
}

/** All ways to show who one is: here, by the hospital's own sign-in, and by a passkey, where there are such. */
function Ways({ view, page, submit, children }: WaysProps) {
  const { say } = view;
  const at = `/${page.kind}`;
  return (
    <>
      {page.ways.includes('password') ? (
        <Form view={view} action={at} submit={submit}>
          <input type="hidden" name="next" value={page.next} />
          {children}
          <CodeField view={view} />
        </Form>
      ) : null}
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
