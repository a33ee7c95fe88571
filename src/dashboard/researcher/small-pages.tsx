import { Field, Form, mended } from '../layout/form.tsx';
import { Page } from '../layout/page.tsx';
import { Notice, Section } from '../layout/parts.tsx';
import { Table } from '../layout/table.tsx';
import type { View } from '../layout/view.ts';
import { RESEARCH } from '../texts/research.table.ts';
import type { Asked, Saved } from './desk.ts';
import { stateText } from './states.tsx';

/** How much of a name of an answer tells it from others to who hears a list of links. */
const ID_LENGTH = 8;

interface UnlockProps {
  readonly view: View;
  readonly isSealed: boolean;
  readonly isWrong: boolean;
}

/** Asks for the passphrase of the key, where it has one. */
export function UnlockPage({ view, isSealed, isWrong }: UnlockProps) {
  const { say } = view;
  const lead = say(isSealed ? RESEARCH.unlockLead : RESEARCH.unsealedLead);
  return (
    <Page view={{ ...view, nav: [] }} title={say(RESEARCH.unlock)} lead={lead} narrow>
      <Form view={view} action={view.path} submit={say(RESEARCH.unlock)}>
        {isSealed ? (
          <Field
            view={view}
            name="passphrase"
            label={say(RESEARCH.passphrase)}
            type="password"
            required
            autocomplete="current-password"
            {...mended(isWrong ? say(RESEARCH.wrongPassphrase) : undefined)}
          />
        ) : null}
      </Form>
    </Page>
  );
}

/** The questions that were asked. */
export function AnswersPage({ view, asked }: AnswersProps) {
  return (
    <Page view={view} title={view.say(RESEARCH.answers)}>
      <AnswersTable view={view} asked={asked} />
    </Page>
  );
}

interface AnswersProps {
  readonly view: View;
  readonly asked: readonly Asked[];
}

/** Questions, how each site stands to them, and where their answers are. */
export function AnswersTable({ view, asked }: AnswersProps) {
  const { say } = view;
  return (
    <Table
      caption={say(RESEARCH.answers)}
      hiddenCaption
      empty={say(RESEARCH.none)}
      columns={[
        { title: say(RESEARCH.question), is: 'row' },
        { title: say(RESEARCH.answerOf) },
        { title: say(RESEARCH.sites) },
        { title: say(RESEARCH.open) },
      ]}
      rows={asked.map((one) => [
        <code>{JSON.stringify(one.wanted.draft)}</code>,
        say(one.wanted.total ? RESEARCH.ofTotal : RESEARCH.ofSites),
        [...one.sites].map(([site, state]) => `${site}: ${stateText(say, state)}`).join(', '),
        <a href={`/answers/${one.id}`}>
          {say(RESEARCH.open)}
          <span class="unseen">{` ${one.id.slice(0, ID_LENGTH)}`}</span>
        </a>,
      ])}
    />
  );
}

interface SaveProps {
  readonly view: View;
  readonly draft: Asked['wanted']['draft'];
  /** The question as the builder's query. */
  readonly form: string;
}

/** Asks under which name a question is kept, and shows which one it is: what the builder's form held when its button was pressed. */
export function SavePage({ view, draft, form }: SaveProps) {
  const { say } = view;
  return (
    <Page view={view} title={say(RESEARCH.saveThis)}>
      <p>
        {say(RESEARCH.question)}: <code>{JSON.stringify(draft)}</code>
      </p>
      <Form view={view} action="/save" submit={say(RESEARCH.save)}>
        <input type="hidden" name="form" value={form} />
        <Field
          view={view}
          name="name"
          label={say(RESEARCH.saveAs)}
          hint={say(RESEARCH.saveHint)}
          required
          more={{ pattern: '[a-z0-9][a-z0-9\\-]{0,62}' }}
        />
      </Form>
      <p>
        <a href={`/?${form}`}>{say(RESEARCH.backToQuestion)}</a>
      </p>
    </Page>
  );
}

/** The questions that were kept, every version of them. */
export function SavedPage({ view, saved }: { readonly view: View; readonly saved: readonly Saved[] }) {
  const { say } = view;
  return (
    <Page view={view} title={say(RESEARCH.savedQuestions)}>
      <Table
        caption={say(RESEARCH.savedQuestions)}
        hiddenCaption
        empty={say(RESEARCH.none)}
        columns={[
          { title: say(RESEARCH.name), is: 'row' },
          { title: say(RESEARCH.version), is: 'number' },
          { title: say(RESEARCH.open) },
        ]}
        rows={saved.map(({ name, version, form }) => [
          name,
          version,
          <a href={`/?${form}`}>
            {say(RESEARCH.open)}
            <span class="unseen">{` ${name} ${version}`}</span>
          </a>,
        ])}
      />
    </Page>
  );
}

/** Whose key is open, and the button that forgets it. */
export function KeyPart({
  view,
  publicKey,
  project,
}: {
  readonly view: View;
  readonly publicKey: string;
  readonly project: string;
}) {
  const { say } = view;
  return (
    <Section title={say(RESEARCH.key)} id="key">
      <p>{say(RESEARCH.lockLead, { key: publicKey, project })}</p>
      <Form view={view} action="/lock" submit={say(RESEARCH.lock)} />
    </Section>
  );
}

/** One sentence and nothing else. */
export function SentencePage({
  view,
  title,
  sentence,
}: {
  readonly view: View;
  readonly title: string;
  readonly sentence: string;
}) {
  return (
    <Page view={view} title={title} narrow>
      <Notice tone="bad">{sentence}</Notice>
    </Page>
  );
}
