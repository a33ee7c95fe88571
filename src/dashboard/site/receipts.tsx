import type { VerbOutput } from '../../node/index.ts';
import { Field } from '../layout/form.tsx';
import { Page } from '../layout/page.tsx';
import { Pager, rowsOf } from '../layout/pager.tsx';
import { Section } from '../layout/parts.tsx';
import { TableSection } from '../layout/table-section.tsx';
import { ANSWERS } from '../texts/answers.table.ts';
import { RECEIPTS } from '../texts/receipts.table.ts';
import { SITE } from '../texts/site.table.ts';
import { addressOf, momentText } from './names.ts';
import type { Visit } from './visit.ts';

export interface ReceiptsProps {
  readonly visit: Visit;
  /** The newest first. */
  readonly receipts: VerbOutput['receipts']['receipts'];
  readonly query: { readonly project: string; readonly person: string };
  /** From 1. */
  readonly page: number;
}

/** The answers that left this site, so many a page; none of them says here what it says. */
export function ReceiptsPage({ visit, receipts, query, page }: ReceiptsProps) {
  const { view } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(SITE.receipts)} lead={say(RECEIPTS.lead)}>
      <Section title={say(RECEIPTS.filter)} id="filter">
        <form class="form inline" method="get" action="/receipts">
          <Field view={view} name="project" label={say(RECEIPTS.project)} value={query.project} more={NAME} />
          <Field view={view} name="person" label={say(RECEIPTS.person)} value={query.person} more={NAME} />
          <button type="submit">{say(RECEIPTS.show)}</button>
        </form>
      </Section>
      <TableSection
        title={say(RECEIPTS.found, { n: receipts.length })}
        id="answers"
        empty={say(RECEIPTS.none)}
        columns={[
          { title: say(RECEIPTS.record), is: 'row' },
          { title: say(RECEIPTS.admitted) },
          { title: say(RECEIPTS.project) },
          { title: say(RECEIPTS.person) },
          { title: say(RECEIPTS.epsilon), is: 'number' },
          { title: say(RECEIPTS.state) },
        ]}
        rows={rowsOf(receipts, page).map(({ seq, admittedMs, project, person, epsilon, state }) => [
          <a href={`/receipts/${seq}`}>{seq}</a>,
          ...[momentText(admittedMs), project, person, epsilon, say(ANSWERS[state])],
        ])}
      />
      <Pager
        page={page}
        rows={receipts.length}
        to={(other) => addressOf('/receipts', { ...query, page: other > 1 ? String(other) : '' })}
        newer={say(RECEIPTS.newer)}
        older={say(RECEIPTS.older)}
      />
    </Page>
  );
}

const NAME = { maxlength: 63 } as const;
