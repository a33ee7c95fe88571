import { Page } from '../../layout/page.tsx';
import { Facts, Section } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import type { View } from '../../layout/view.ts';
import { COMMON } from '../../texts/common.table.ts';
import { PROJECTS } from '../../texts/projects.table.ts';
import { PURPOSES } from '../../texts/purposes.table.ts';
import { RECEIPTS } from '../../texts/receipts.table.ts';
import { REFUSALS } from '../../texts/refusals.table.ts';
import type { Say } from '../../texts/say.ts';
import { type Meter, MeterTable } from '../budgets/budgets.tsx';
import type { Question } from '../budgets/question.ts';
import { DecidingHead, type DecidingProps, DecisionForm, decides } from '../deciding.tsx';
import { momentText, namesText } from '../names.ts';
import { AmendForm, type AmendProps } from './form.tsx';
import { type Project, ProjectState } from './projects.tsx';

export interface ProjectProps extends DecidingProps {
  readonly project: Project;
  /** Of the project and its members; absent where the visitor's roles don't show budgets. */
  readonly meters: readonly Meter[] | undefined;
  readonly question: Question;
}

/** One project: its terms, its members with what stands against their questions, its caps, and the forms to change or end it. */
export function ProjectPage({ visit, told, project, meters, question }: ProjectProps) {
  const { view } = visit;
  const { say } = view;
  const form = { visit, told, project };
  // What ended by its terms alone can be given a later end.
  const mayChange = decides(visit) && project.ended === undefined;
  return (
    <Page view={view} title={project.id} lead={project.purpose}>
      {decides(visit) ? <DecidingHead visit={visit} told={told} forms={mayChange} /> : null}
      <Terms view={view} project={project} />
      <Members view={view} project={project} />
      {meters === undefined ? null : (
        <Section title={say(PROJECTS.caps)} id="caps">
          {project.state === 'ended' ? <p class="note">{say(PROJECTS.endedCaps)}</p> : null}
          <MeterTable view={view} title={say(PROJECTS.caps)} meters={meters} question={question} />
          <p>
            <a href={`/receipts?project=${project.id}`}>{say(RECEIPTS.ofProject)}</a>
          </p>
        </Section>
      )}
      {mayChange ? (
        <>
          <AmendForm {...form} />
          <EndForm {...form} />
        </>
      ) : null}
      <p>
        <a href="/projects">{say(PROJECTS.back)}</a>
      </p>
    </Page>
  );
}

interface PartProps {
  readonly view: View;
  readonly project: Project;
}

function Terms({ view: { say }, project }: PartProps) {
  const { state, purposeClass, fields, ethics, agreement, agreementVersion: version, epsilon } = project;
  return (
    <Section title={say(PROJECTS.terms)} id="terms">
      <Facts
        facts={[
          [say(PROJECTS.state), <ProjectState say={say} state={state} />],
          [say(PROJECTS.purposeClass), say(PURPOSES[purposeClass])],
          [say(PROJECTS.fields), fields.join(', ')],
          endFact(say, project),
          [
            say(PROJECTS.ethics),
            ethics === undefined
              ? say(PROJECTS.noEthics)
              : say(PROJECTS.ethicsText, {
                  reference: ethics.reference,
                  expires: `${momentText(say, ethics.expires)} UTC`,
                }),
          ],
          [
            say(PROJECTS.agreement),
            <a href="/agreements">
              {version === undefined ? agreement : say(PROJECTS.agreementText, { agreement, version })}
            </a>,
          ],
          ...(epsilon === undefined ? [] : [[say(PROJECTS.asked), askedText(say, epsilon)] as const]),
        ]}
      />
    </Section>
  );
}

const askedText = (say: Say, { project, analyst }: NonNullable<Project['epsilon']>): string =>
  say(PROJECTS.askedText, { all: project, each: analyst });

/** When it ends; of one that has ended, when, by whom and why. */
function endFact(say: Say, { state, ends, ended }: Project): readonly [name: string, value: string] {
  if (ended !== undefined) {
    const { atMs, by, reason } = ended;
    return [
      say(PROJECTS.ended),
      say(PROJECTS.endedBy, { when: momentText(say, atMs), people: namesText(say, by), reason }),
    ];
  }
  const when = ends === undefined ? say(PROJECTS.endsOpen) : momentText(say, ends);
  return state === 'ended' ? [say(PROJECTS.ended), say(PROJECTS.endedByTerms, { when })] : [say(PROJECTS.endsAt), when];
}

function Members({ view: { say }, project }: PartProps) {
  return (
    <TableSection
      title={say(PROJECTS.members)}
      id="members"
      empty={say(PROJECTS.nothing)}
      columns={[
        { title: say(PROJECTS.person), is: 'row' },
        { title: say(PROJECTS.key) },
        { title: say(PROJECTS.keyEnds) },
        { title: say(PROJECTS.hasAgreed) },
        { title: say(PROJECTS.stands) },
      ]}
      rows={project.members.map(({ person, key, expires, hasAgreed, refused }) => [
        person,
        <a class="hash" href={`/people?key=${key}`}>
          {key}
        </a>,
        expires === undefined ? say(PROJECTS.never) : momentText(say, expires),
        say(hasAgreed ? COMMON.yes : COMMON.no),
        refused === undefined ? say(PROJECTS.nothing) : say(REFUSALS[refused]),
      ])}
    />
  );
}

function EndForm({ visit, told, project: { id } }: AmendProps) {
  const { say } = visit.view;
  return (
    <DecisionForm
      {...{ visit, told }}
      form="end"
      title={say(PROJECTS.endTitle)}
      note={say(PROJECTS.endNote)}
      action={`/projects/${id}/end`}
      submit={say(PROJECTS.end)}
      danger
    />
  );
}
