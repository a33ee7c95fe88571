import type { VerbOutput } from '../../../node/index.ts';
import { Field, Form } from '../../layout/form.tsx';
import { Page } from '../../layout/page.tsx';
import { Badge, Section } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import type { View } from '../../layout/view.ts';
import { METHODS, SESSIONS } from '../../texts/sessions.table.ts';
import { SITE } from '../../texts/site.table.ts';
import { DecidingHead, type DecidingProps, decides } from '../deciding.tsx';
import { momentText, wordFor } from '../names.ts';

/** No person's id has this form. */
export const EVERYBODY = '*';

type Session = VerbOutput['sessions']['sessions'][number];

export interface SessionsProps extends DecidingProps {
  readonly own: readonly Session[];
  /** Absent where the visitor's roles don't show it. */
  readonly all: readonly Session[] | undefined;
  /** The session that the page is looked at in. */
  readonly current: string;
}

/** Where the visitor is signed in; for those who may see it, who else is. */
export function SessionsPage({ visit, told, own, all, current }: SessionsProps) {
  const { view } = visit;
  const { say } = view;
  const mayEnd = decides(visit, ['operator']);
  return (
    <Page view={view} title={say(SITE.sessions)} lead={say(SESSIONS.lead)}>
      {told !== undefined || visit.news !== undefined || (mayEnd && all !== undefined) ? (
        <DecidingHead visit={visit} told={told} />
      ) : null}
      <TableSection
        title={say(SESSIONS.own)}
        id="own"
        empty={say(SESSIONS.none)}
        columns={[{ title: say(SESSIONS.session), is: 'row' }, ...howTitles(view), { title: say(SESSIONS.action) }]}
        rows={own.map((one) => [
          ...factsOf(view, one),
          one.session === current ? (
            <Badge tone="good">{say(SESSIONS.thisOne)}</Badge>
          ) : (
            <EndButton view={view} action="/sessions/own" session={one} />
          ),
        ])}
      >
        <Form view={view} action="/sign-out-everywhere" submit={say(SESSIONS.everywhere)} danger />
        <p>
          <a href="/deciding-key">{say(SESSIONS.key)}</a>
        </p>
      </TableSection>
      {all === undefined ? null : <Everybody {...{ visit, all, mayEnd }} />}
    </Page>
  );
}

type EverybodyProps = Pick<SessionsProps, 'visit'> & { readonly all: readonly Session[]; readonly mayEnd: boolean };

function Everybody({ visit: { view }, all, mayEnd }: EverybodyProps) {
  const { say } = view;
  const people = [...new Set(all.map(({ person }) => person))].sort();
  return (
    <>
      <TableSection
        title={say(SESSIONS.all)}
        id="all"
        note={say(SESSIONS.allNote)}
        empty={say(SESSIONS.none)}
        columns={[
          { title: say(SESSIONS.person), is: 'row' },
          { title: say(SESSIONS.session) },
          ...howTitles(view),
          ...(mayEnd ? [{ title: say(SESSIONS.action) }] : []),
        ]}
        rows={all.map((one) => [
          one.person,
          ...factsOf(view, one),
          ...(mayEnd ? [<EndButton view={view} action="/sessions/one" session={one} />] : []),
        ])}
      />
      {mayEnd ? (
        <Section title={say(SESSIONS.endTitle)} id="end">
          <p class="note">{say(SESSIONS.endNote)}</p>
          <Form view={view} action="/sessions/end" submit={say(SESSIONS.signOut)} danger>
            <Field
              view={view}
              name="person"
              label={say(SESSIONS.person)}
              options={[...people.map((one) => [one, one] as const), [EVERYBODY, say(SESSIONS.everybody)]]}
              required
            />
          </Form>
        </Section>
      ) : null}
    </>
  );
}

/** Over what `factsOf` says beside the session's name. */
const howTitles = ({ say }: View) =>
  [SESSIONS.method, SESSIONS.since, SESSIONS.factors].map((one) => ({ title: say(one) }));

const SHOWN_DIGITS = 8;

function factsOf({ say }: View, { session, method, sinceMs, strongAtMs }: Session) {
  return [
    <span class="hash">{session.slice(0, SHOWN_DIGITS)}</span>,
    wordFor(say, METHODS, method),
    momentText(say, sinceMs),
    strongAtMs === undefined ? say(SESSIONS.never) : momentText(say, strongAtMs),
  ];
}

interface EndProps {
  readonly view: View;
  readonly action: string;
  readonly session: Session;
}

function EndButton({ view: { say, csrf }, action, session: { session, person } }: EndProps) {
  const label = say(SESSIONS.endOf, { session: session.slice(0, SHOWN_DIGITS), person });
  return (
    <form method="post" action={action}>
      <input type="hidden" name="csrf" value={csrf ?? ''} />
      <input type="hidden" name="session" value={session} />
      <button type="submit" class="plain" aria-label={label}>
        {say(SESSIONS.end)}
      </button>
    </form>
  );
}
