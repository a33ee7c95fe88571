import type { Child } from 'hono/jsx';
import type { Form as SentForm } from '../../access/index.ts';
import { Field, type FieldProps, Form } from '../layout/form.tsx';
import { Notice, Section } from '../layout/parts.tsx';
import { DECISIONS } from '../texts/decisions.table.ts';
import type { Failed, Outcome } from './outcome.ts';
import { SOON_OVER_MINUTES, STRONG_MINUTES, type Visit } from './visit.ts';

/** The form that a visitor has just sent from a page and that came to nothing: why, and what was written in it. */
export interface Told {
  /** The form's name: its fields begin with it. */
  readonly form: string;
  readonly done: Failed;
  readonly written: SentForm;
}

/** What a page needs to draw its forms. */
export interface DecidingProps {
  readonly visit: Visit;
  readonly told?: Told | undefined;
}

/**
 * Above the forms of a page: what became of the last one, and whether the factors have to be shown again before a passphrase is typed; a
 * page without `forms` says the former alone.
 */
export function DecidingHead({ visit, told, forms = true }: DecidingProps & { readonly forms?: boolean }) {
  const { say, path } = visit.view;
  // Beside a form that keeps what was written, the factors are shown in a tab of their own.
  const tab = told === undefined ? {} : { target: '_blank', rel: 'noopener' };
  const done = told?.done ?? visit.news;
  return (
    <>
      {done === undefined ? null : <OutcomeNotice visit={visit} done={done} />}
      {visit.factors === 'fresh' || !forms ? null : (
        <Notice tone="wait">
          {visit.factors === 'over'
            ? say(DECISIONS.showAgain, { minutes: STRONG_MINUTES })
            : say(DECISIONS.showSoon, { minutes: STRONG_MINUTES, ago: SOON_OVER_MINUTES })}{' '}
          <a href={`/step-up?next=${encodeURIComponent(path)}`} {...tab}>
            {say(DECISIONS.showFactors)}
          </a>
        </Notice>
      )}
    </>
  );
}

/** What became of a decision; one that waits can be looked at. */
export function OutcomeNotice({ visit, done }: { readonly visit: Visit; readonly done: Outcome }) {
  const isBad = 'problem' in done;
  return (
    <Notice tone={isBad ? 'bad' : 'good'} focus={!isBad || Object.keys(done.fields ?? {}).length === 0}>
      <span dir="auto">{isBad ? done.problem : done.outcome}</span>{' '}
      {done.waits === undefined ? null : <a href={`/inbox/${done.waits}`}>{visit.view.say(DECISIONS.open)}</a>}
    </Notice>
  );
}

export interface DecisionFormProps extends DecidingProps {
  readonly form: string;
  readonly title: string;
  /** Where it is sent. */
  readonly action: string;
  readonly submit: string;
  readonly note?: string;
  readonly danger?: boolean;
  /** Another signature to a decision that has its reason already. */
  readonly reasoned?: boolean;
  /** The fields of its own. */
  readonly children?: Child;
}

/** A form that decides: what is asked for, why, and the passphrase that opens the visitor's key for this one signature. */
export function DecisionForm(props: DecisionFormProps) {
  const { visit, told, form, title, action, submit, note, danger = false, reasoned = false, children } = props;
  const { view } = visit;
  const { say } = view;
  return (
    <Section title={title} id={form}>
      {note === undefined ? null : <p class="note">{note}</p>}
      <Form view={view} action={action} submit={submit} danger={danger}>
        {children}
        {reasoned ? null : (
          <DecisionField
            {...{ visit, told, form }}
            name="reason"
            label={say(DECISIONS.reason)}
            hint={say(DECISIONS.reasonHint)}
            more={{ minlength: 10, maxlength: 400 }}
          />
        )}
        <DecisionField
          {...{ visit, told, form }}
          name="passphrase"
          type="password"
          label={say(DECISIONS.passphrase)}
          autocomplete="off"
        />
      </Form>
    </Section>
  );
}

/** What is wrong with a field of a form that came to nothing. */
export function errorOf(told: Told | undefined, form: string, name: string): string | undefined {
  return told?.form === form ? told.done.fields?.[name] : undefined;
}

/** A field of such a form: it keeps what was written where nothing came of it. */
export function DecisionField({
  visit,
  told,
  form,
  name,
  value = '',
  required = true,
  ...field
}: DecidingProps & Omit<FieldProps, 'view'> & { readonly form: string }) {
  const kept = told?.form === form && field.type !== 'password' ? told.written.one(`${form}-${name}`) : undefined;
  const error = errorOf(told, form, name);
  // The first of those that are to be mended is where one goes on: of several, browsers take the first.
  const more = error === undefined ? field.more : { ...field.more, autofocus: true };
  const mended = { ...field, ...(more !== undefined && { more }), error };
  return <Field {...mended} view={visit.view} name={`${form}-${name}`} value={kept ?? value} required={required} />;
}

/** Whether somebody of these roles is ever among those who decide: whoever isn't gets no form for it. Whether they may, the node says. */
export function decides({ roles }: Visit, also: readonly string[] = []): boolean {
  return roles.some((role) => role === 'steward' || role === 'privacy-officer' || also.includes(role));
}
