import { Choices } from '../../layout/form.tsx';
import { Page } from '../../layout/page.tsx';
import { Facts, Section } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { COMMON } from '../../texts/common.table.ts';
import { INCIDENTS } from '../../texts/incidents.table.ts';
import { SEVERITIES } from '../../texts/severities.table.ts';
import { subjectText } from '../about.ts';
import { DecidingHead, type DecidingProps, DecisionField, DecisionForm, decides } from '../deciding.tsx';
import { momentText, namesText } from '../names.ts';
import { clockText, type Incident, StateBadge } from './incidents.tsx';

type IncidentProps = DecidingProps & { readonly incident: Incident };

/** One incident: its clock, whom to call, what was found and done, and the forms to note something and to close it. */
export function IncidentPage({ visit, told, incident }: IncidentProps) {
  const { view } = visit;
  const { say } = view;
  const { scope, reason, notes, state } = incident;
  const isOpen = state !== 'closed';
  const notesIt = isOpen && decides(visit, ['reviewer']);
  return (
    <Page view={view} title={say(INCIDENTS.incident, { scope: subjectText(say, scope) })} lead={reason}>
      {decides(visit, ['reviewer']) ? <DecidingHead visit={visit} told={told} /> : null}
      <IncidentFacts visit={visit} incident={incident} />
      <TableSection
        title={say(INCIDENTS.notes)}
        id="notes"
        empty={say(INCIDENTS.noNotes)}
        columns={[
          { title: say(INCIDENTS.at), is: 'row' },
          { title: say(INCIDENTS.by) },
          { title: say(INCIDENTS.noteText) },
          { title: say(INCIDENTS.corrective) },
        ]}
        rows={notes.map(({ atMs, by, text, corrective }) => [
          ...[momentText(say, atMs), namesText(say, by), text],
          say(corrective ? COMMON.yes : COMMON.no),
        ])}
      />
      {notesIt ? <NoteForm visit={visit} told={told} incident={incident} /> : null}
      {isOpen && decides(visit) ? <CloseForm visit={visit} told={told} incident={incident} /> : null}
      <p>
        <a href="/incidents">{say(INCIDENTS.back)}</a>
      </p>
    </Page>
  );
}

function IncidentFacts({ visit, incident }: Pick<IncidentProps, 'visit' | 'incident'>) {
  const { say } = visit.view;
  const { severity, state, openMs, contact, openedAtMs, openedBy, unfrozenAtMs, closedAtMs, closedBy } = incident;
  return (
    <Section title={say(INCIDENTS.state)} id="state">
      <Facts
        facts={[
          [say(INCIDENTS.state), <StateBadge say={say} state={state} />],
          [say(INCIDENTS.severity), say(SEVERITIES[severity])],
          [say(INCIDENTS.clock), clockText(say, openMs)],
          [say(INCIDENTS.contact), contact ?? say(INCIDENTS.noContact)],
          [say(INCIDENTS.opened), momentText(say, openedAtMs)],
          [say(INCIDENTS.openedBy), namesText(say, openedBy)],
          ...(unfrozenAtMs === undefined ? [] : [[say(INCIDENTS.unfrozen), momentText(say, unfrozenAtMs)] as const]),
          ...(closedAtMs === undefined ? [] : [[say(INCIDENTS.closed), momentText(say, closedAtMs)] as const]),
          ...(closedBy === undefined ? [] : [[say(INCIDENTS.closedBy), namesText(say, closedBy)] as const]),
        ]}
      />
    </Section>
  );
}

function NoteForm({ visit, told, incident: { id } }: IncidentProps) {
  const { say } = visit.view;
  const form = { visit, told, form: 'note' } as const;
  return (
    <DecisionForm
      {...form}
      title={say(INCIDENTS.noteTitle)}
      action={`/incidents/${id}/note`}
      submit={say(INCIDENTS.note)}
    >
      <DecisionField
        {...form}
        name="text"
        label={say(INCIDENTS.noteText)}
        hint={say(INCIDENTS.noteHint)}
        more={{ minlength: 10, maxlength: 2_000 }}
        lines={4}
      />
      <Choices
        name="note-corrective"
        label={say(INCIDENTS.corrective)}
        options={[['yes', say(COMMON.yes)]]}
        chosen={[]}
      />
    </DecisionForm>
  );
}

function CloseForm({ visit, told, incident: { id } }: IncidentProps) {
  const { say } = visit.view;
  return (
    <DecisionForm
      {...{ visit, told }}
      form="close"
      title={say(INCIDENTS.closeTitle)}
      note={say(INCIDENTS.closeNote)}
      action={`/incidents/${id}/close`}
      submit={say(INCIDENTS.close)}
    />
  );
}
