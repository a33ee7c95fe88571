import { Field, Form } from '../layout/form.tsx';
import { Page } from '../layout/page.tsx';
import { Facts, Notice, Section } from '../layout/parts.tsx';
import { DECISIONS } from '../texts/decisions.table.ts';
import { kindText, namesText, type Pending } from './inbox.tsx';
import { momentText } from './names.ts';
import type { Visit } from './visit.ts';

export interface DecisionProps {
  readonly visit: Visit;
  readonly one: Pending;
  /** Why the last try came to nothing. */
  readonly problem?: string | undefined;
}

/** One pending decision: what it says, who signed, and the forms to sign or decline it. */
export function DecisionPage({ visit, one, problem }: DecisionProps) {
  const { view, person } = visit;
  const { say } = view;
  const { action, signedBy, mayStill, missing, sinceMs } = one;
  return (
    <Page view={view} title={kindText(say, action)} lead={action.reason}>
      {problem === undefined ? null : <Notice tone="bad">{problem}</Notice>}
      <Section title={say(DECISIONS.content)} id="content">
        <Facts
          facts={[
            ...Object.entries(action.body).map(([name, value]) => [name, contentText(value)] as const),
            [say(DECISIONS.since), momentText(sinceMs)],
            [say(DECISIONS.until), momentText(action.expires)],
            [say(DECISIONS.signedBy), namesText(say, signedBy)],
            [say(DECISIONS.mayStill), namesText(say, mayStill)],
            [say(DECISIONS.missing), <span lang="en">{missing}</span>],
          ]}
        />
      </Section>
      <FactorsNotice visit={visit} />
      {mayStill.includes(person) ? (
        <Section title={say(DECISIONS.approve)} id="approve">
          <Form view={view} action={`/inbox/${action.id}/approve`} submit={say(DECISIONS.approve)}>
            <PassphraseField visit={visit} name="approve-passphrase" />
          </Form>
        </Section>
      ) : null}
      <Section title={say(DECISIONS.declineTitle)} id="decline">
        <Form view={view} action={`/inbox/${action.id}/decline`} submit={say(DECISIONS.decline)} danger>
          <Field
            view={view}
            name="reason"
            label={say(DECISIONS.reason)}
            hint={say(DECISIONS.reasonHint)}
            more={{ minlength: 10, maxlength: 400 }}
            required
          />
          <PassphraseField visit={visit} name="decline-passphrase" />
        </Form>
      </Section>
    </Page>
  );
}

/** Before anybody types a passphrase: says where the factors have to be shown again first. */
export function FactorsNotice({ visit }: { readonly visit: Visit }) {
  const { say, path } = visit.view;
  return visit.isFresh ? null : (
    <Notice tone="wait">
      {say(DECISIONS.showAgain)} <a href={`/step-up?next=${encodeURIComponent(path)}`}>{say(DECISIONS.showFactors)}</a>
    </Notice>
  );
}

/** Where a passphrase is typed; it opens a key for one signature and is kept nowhere. */
export function PassphraseField({ visit, name = 'passphrase' }: { readonly visit: Visit; readonly name?: string }) {
  return (
    <Field
      view={visit.view}
      name={name}
      type="password"
      label={visit.view.say(DECISIONS.passphrase)}
      autocomplete="off"
      required
    />
  );
}

function contentText(value: unknown): string {
  return typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(contentText).join(', ')
      : JSON.stringify(value);
}
