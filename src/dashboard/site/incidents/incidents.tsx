import type { VerbOutput } from '../../../node/index.ts';
import { Page } from '../../layout/page.tsx';
import { Badge, Section, type Tone } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { INCIDENTS } from '../../texts/incidents.table.ts';
import type { Say } from '../../texts/say.ts';
import { SEVERITIES } from '../../texts/severities.table.ts';
import { SITE } from '../../texts/site.table.ts';
import { STANDINGS } from '../../texts/standings.table.ts';
import { subjectText } from '../about.ts';
import { DecidingHead, type DecidingProps, DecisionField, DecisionForm, decides } from '../deciding.tsx';
import { momentText, wordFor } from '../names.ts';

export type Incident = VerbOutput['incidents']['incidents'][number];

export interface IncidentsProps extends DecidingProps {
  readonly frozen: readonly string[];
  readonly incidents: readonly Incident[];
}

/** What is frozen, the incidents with their clocks, and the forms to freeze and to lift a freeze. */
export function IncidentsPage({ visit, told, frozen, incidents }: IncidentsProps) {
  const { view } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(SITE.incidents)} lead={say(INCIDENTS.lead)}>
      {decides(visit) ? <DecidingHead visit={visit} told={told} /> : null}
      <Section title={say(INCIDENTS.frozen)} id="frozen">
        {frozen.length === 0 ? (
          <p class="empty">{say(INCIDENTS.nothingFrozen)}</p>
        ) : (
          <ul class="plain-list">
            {frozen.map((scope) => (
              <li>{subjectText(say, scope)}</li>
            ))}
          </ul>
        )}
      </Section>
      <IncidentTable say={say} incidents={incidents} />
      {decides(visit) ? (
        <div class="columns">
          <FreezeForm visit={visit} told={told} />
          {frozen.length === 0 ? null : <UnfreezeForm visit={visit} told={told} frozen={frozen} />}
        </div>
      ) : null}
    </Page>
  );
}

function IncidentTable({ say, incidents }: { readonly say: Say; readonly incidents: readonly Incident[] }) {
  return (
    <TableSection
      title={say(INCIDENTS.all)}
      id="incidents"
      empty={say(INCIDENTS.none)}
      columns={[
        { title: say(INCIDENTS.scope), is: 'row' },
        { title: say(INCIDENTS.severity) },
        { title: say(INCIDENTS.state) },
        { title: say(INCIDENTS.opened) },
        { title: say(INCIDENTS.clock), is: 'number' },
        { title: say(INCIDENTS.contact) },
      ]}
      rows={incidents.map(({ id, scope, severity, state, openedAtMs, openMs, contact }) => [
        <a href={`/incidents/${id}`}>{subjectText(say, scope)}</a>,
        say(SEVERITIES[severity]),
        <StateBadge say={say} state={state} />,
        momentText(say, openedAtMs),
        clockText(say, openMs),
        contact ?? say(INCIDENTS.noContact),
      ])}
    />
  );
}

const TONES: Readonly<Record<string, Tone>> = { open: 'wait', frozen: 'bad', closed: 'good' };

/** How an incident stands, in a word. */
export function StateBadge({ say, state }: { readonly say: Say; readonly state: Incident['state'] }) {
  return <Badge tone={TONES[state] ?? 'calm'}>{wordFor(say, STANDINGS, state)}</Badge>;
}

/** How long an incident is or was open. */
export function clockText(say: Say, ms: number): string {
  const all = Math.floor(ms / 60_000);
  return say(INCIDENTS.clockText, {
    days: Math.floor(all / 1_440),
    hours: Math.floor(all / 60) % 24,
    minutes: all % 60,
  });
}

function FreezeForm({ visit, told }: DecidingProps) {
  const { say } = visit.view;
  const form = { visit, told, form: 'freeze' } as const;
  return (
    <DecisionForm
      {...form}
      title={say(INCIDENTS.freezeTitle)}
      action="/incidents/freeze"
      submit={say(INCIDENTS.freeze)}
      danger
    >
      <DecisionField {...form} name="scope" label={say(INCIDENTS.scope)} hint={say(INCIDENTS.scopeHint)} />
      <DecisionField
        {...form}
        name="severity"
        label={say(INCIDENTS.severity)}
        options={Object.entries(SEVERITIES).map(([name, text]) => [name, say(text)] as const)}
      />
      <DecisionField
        {...form}
        name="contact"
        label={say(INCIDENTS.contact)}
        hint={say(INCIDENTS.contactHint)}
        more={{ minlength: 3, maxlength: 200 }}
        required={false}
      />
    </DecisionForm>
  );
}

function UnfreezeForm({ visit, told, frozen }: DecidingProps & Pick<IncidentsProps, 'frozen'>) {
  const { say } = visit.view;
  const form = { visit, told, form: 'unfreeze' } as const;
  return (
    <DecisionForm
      {...form}
      title={say(INCIDENTS.unfreezeTitle)}
      action="/incidents/unfreeze"
      submit={say(INCIDENTS.unfreeze)}
    >
      <DecisionField
        {...form}
        name="scope"
        label={say(INCIDENTS.scope)}
        options={frozen.map((one) => [one, subjectText(say, one)] as const)}
      />
    </DecisionForm>
  );
}
