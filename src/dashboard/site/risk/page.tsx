import { Page } from '../../layout/page.tsx';
import { Notice, Section } from '../../layout/parts.tsx';
import { ASSESSMENT } from '../../texts/assessment.table.ts';
import { DecidingHead, type DecidingProps, OutcomeNotice } from '../deciding.tsx';
import type { Failed } from '../outcome.ts';
import { ChoiceForm } from './form.tsx';
import { NextSteps } from './next.tsx';
import type { Kept, Standing } from './parts.tsx';
import { Progress } from './progress.tsx';
import { AssessedPart, ReportParts } from './report.tsx';

interface RiskPageProps extends DecidingProps {
  readonly standing: Standing;
  /** Why the last assessment came to nothing, where nobody was told yet. */
  readonly failed?: Failed | undefined;
  readonly kept: Kept | null;
}

/** How far patients could be recognised by what is staged: what the last assessment found, or how far one is; exact, for whom the node lets see it. */
export function RiskPage({ visit, told, failed, standing, kept }: RiskPageProps) {
  const { view } = visit;
  const { say } = view;
  const isFree = standing.underWay === null;
  return (
    <Page view={view} title={say(ASSESSMENT.title)} lead={say(ASSESSMENT.lead, { policy: standing.policy })}>
      <DecidingHead visit={visit} told={told} forms={isFree && standing.isStaged} />
      {failed === undefined ? null : <OutcomeNotice visit={visit} done={failed} />}
      {kept === null ? null : <KeptPart visit={visit} kept={kept} />}
      {standing.isStaged ? null : <p class="empty">{say(ASSESSMENT.noneStaged)}</p>}
      {isFree ? null : <Progress visit={visit} standing={standing} isAsked={told === undefined} />}
      {isFree && standing.isStaged && kept === null ? <p class="empty">{say(ASSESSMENT.noneYet)}</p> : null}
      {isFree && standing.isStaged ? <ChoiceForm visit={visit} told={told} standing={standing} /> : null}
      {kept === null ? <About visit={visit} /> : null}
      <p>
        <a href="/snapshots">{say(ASSESSMENT.back)}</a>
      </p>
    </Page>
  );
}

function KeptPart({ visit, kept }: { readonly visit: RiskPageProps['visit']; readonly kept: Kept }) {
  const { say } = visit.view;
  return (
    <>
      <Notice tone="wait">{say(ASSESSMENT.exact)}</Notice>
      {kept.outdated ? <Notice tone="wait">{say(ASSESSMENT.outdated)}</Notice> : null}
      <AssessedPart say={say} kept={kept} />
      <About visit={visit} />
      {kept.report.patients === 0 ? (
        <p class="empty">{say(ASSESSMENT.noPatient)}</p>
      ) : (
        <ReportParts view={visit.view} report={kept.report} />
      )}
      <NextSteps visit={visit} />
    </>
  );
}

function About({ visit: { view } }: Pick<RiskPageProps, 'visit'>) {
  const { say } = view;
  return (
    <Section title={say(ASSESSMENT.aboutTitle)} id="about">
      <p>{say(ASSESSMENT.about)}</p>
      <p class="note">{say(ASSESSMENT.lacking)}</p>
    </Section>
  );
}
