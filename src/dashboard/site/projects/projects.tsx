import type { VerbOutput } from '../../../node/index.ts';
import { Field, Form } from '../../layout/form.tsx';
import { Page } from '../../layout/page.tsx';
import { Badge, Section, type Tone } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { PROJECTS } from '../../texts/projects.table.ts';
import { PURPOSES } from '../../texts/purposes.table.ts';
import type { Say } from '../../texts/say.ts';
import { SITE } from '../../texts/site.table.ts';
import { STANDINGS } from '../../texts/standings.table.ts';
import { DecidingHead, type DecidingProps, decides } from '../deciding.tsx';
import { momentText, namesText, wordFor } from '../names.ts';

export type Project = VerbOutput['projects']['projects'][number];

const APPLICATION_CHARACTERS_MAX = 40_000;

/** The projects of a site, and the form that takes an applicant's own signed application. */
export function ProjectsPage({ visit, told, projects }: DecidingProps & { readonly projects: readonly Project[] }) {
  const { view } = visit;
  const { say } = view;
  const mayHandIn = decides(visit, ['researcher']);
  return (
    <Page view={view} title={say(SITE.projects)} lead={say(PROJECTS.lead)}>
      {mayHandIn ? <DecidingHead visit={visit} told={told} /> : null}
      <TableSection
        title={say(SITE.projects)}
        id="projects"
        empty={say(PROJECTS.none)}
        columns={[
          { title: say(PROJECTS.project), is: 'row' },
          { title: say(PROJECTS.state) },
          { title: say(PROJECTS.purposeClass) },
          { title: say(PROJECTS.ends) },
          { title: say(PROJECTS.members) },
        ]}
        rows={projects.map(({ id, state, purposeClass, ends, ended, members }) => [
          <a href={`/projects/${id}`}>{id}</a>,
          <ProjectState say={say} state={state} />,
          say(PURPOSES[purposeClass]),
          ended === undefined && ends === undefined
            ? say(PROJECTS.endsOpen)
            : momentText(say, ended?.atMs ?? ends ?? 0),
          namesText(say, [...new Set(members.map(({ person }) => person))]),
        ])}
      />
      {mayHandIn ? <ApplicationForm visit={visit} told={told} /> : null}
    </Page>
  );
}

const TONES: Readonly<Record<Project['state'], Tone>> = {
  open: 'good',
  frozen: 'bad',
  ended: 'calm',
  'ethics approval over': 'bad',
};

/** How a project stands, in a word. */
export function ProjectState({ say, state }: { readonly say: Say; readonly state: Project['state'] }) {
  return <Badge tone={TONES[state]}>{wordFor(say, STANDINGS, state)}</Badge>;
}

/** No passphrase is asked for: the application bears the applicant's signature already. */
function ApplicationForm({ visit, told }: DecidingProps) {
  const { view, parts } = visit;
  const { say } = view;
  const kept = told?.form === 'apply' ? told.written.one('apply-application') : undefined;
  return (
    <Section title={say(PROJECTS.applyTitle)} id="apply">
      <p class="note">{say(PROJECTS.applyNote, { site: parts.site })}</p>
      <Form view={view} action="/projects/apply" submit={say(PROJECTS.apply)}>
        <Field
          view={view}
          name="apply-application"
          label={say(PROJECTS.applyText)}
          value={kept ?? ''}
          lines={8}
          more={{ maxlength: APPLICATION_CHARACTERS_MAX, spellcheck: 'false' }}
          required
        />
      </Form>
    </Section>
  );
}
