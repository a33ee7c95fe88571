import type { VerbOutput } from '../../../node/index.ts';
import { Page } from '../../layout/page.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { DECISIONS } from '../../texts/decisions.table.ts';
import { SITE } from '../../texts/site.table.ts';
import { aboutText } from '../about.ts';
import { OutcomeNotice } from '../deciding.tsx';
import { decisionText, momentText, namesText } from '../names.ts';
import type { Outcome } from '../outcome.ts';
import type { Visit } from '../visit.ts';

export type Pending = VerbOutput['inbox']['pending'][number];

export interface InboxProps {
  readonly visit: Visit;
  readonly pending: readonly Pending[];
  /** Why the visitor's own decision came to nothing; else what became of it a moment ago is said. */
  readonly done?: Outcome | undefined;
}

/** Decisions that wait for signatures. */
export function InboxPage({ visit, pending, done = visit.news }: InboxProps) {
  const { view } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(SITE.inbox)} lead={say(DECISIONS.inboxLead)}>
      {done === undefined ? null : <OutcomeNotice visit={visit} done={done} />}
      <TableSection
        title={say(SITE.waiting)}
        id="waiting"
        empty={say(DECISIONS.nothingWaits)}
        columns={[
          { title: say(DECISIONS.decision), is: 'row' },
          { title: say(DECISIONS.about) },
          { title: say(DECISIONS.reason) },
          { title: say(DECISIONS.since) },
          { title: say(DECISIONS.signedBy) },
          { title: say(DECISIONS.mayStill) },
        ]}
        rows={pending.map((one) => [
          <a
            href={`/inbox/${one.action.id}`}
            aria-label={[decisionText(say, one.action), aboutText(say, one.action), one.action.reason].join(', ')}
          >
            {decisionText(say, one.action)}
          </a>,
          aboutText(say, one.action),
          one.action.reason,
          momentText(say, one.sinceMs),
          namesText(say, one.signedBy),
          namesText(say, one.mayStill),
        ])}
      />
    </Page>
  );
}
