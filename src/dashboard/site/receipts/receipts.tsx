import { LIMITS } from '../../../base/index.ts';
import type { VerbOutput } from '../../../node/index.ts';
import { Field } from '../../layout/form.tsx';
import { Page } from '../../layout/page.tsx';
import { Pager, rowsOf } from '../../layout/pager.tsx';
import { Section } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { ANSWERS } from '../../texts/answers.table.ts';
import { RECEIPTS } from '../../texts/receipts.table.ts';
import { REFUSALS } from '../../texts/refusals.table.ts';
import { writtenText } from '../../texts/say.ts';
import { SITE } from '../../texts/site.table.ts';
import { addressOf, momentText, strangeText } from '../names.ts';
import type { Visit } from '../visit.ts';

type Receipts = VerbOutput['receipts'];

export interface ReceiptsProps {
  readonly visit: Visit;
  readonly found: Receipts;
  readonly query: { readonly project: string; readonly person: string; readonly kind: '' | 'refused' };
  /** From 1. */
  readonly page: number;
}

/** The answers that left this site, or the questions that it refused for free, so many a page; none of them says here what it says. */
export function ReceiptsPage({ visit, found: { receipts, refusals, ...found }, query, page }: ReceiptsProps) {
  const { view } = visit;
  const { say } = view;
  const none = strangeText(say, found);
  const isRefused = query.kind === 'refused';
  return (
    <Page view={view} title={say(SITE.receipts)} lead={say(RECEIPTS.lead)}>
      <Section title={say(RECEIPTS.filter)} id="filter">
        <form class="form inline" method="get" action="/receipts">
          <Field view={view} name="project" label={say(RECEIPTS.project)} value={query.project} more={NAME} />
          <Field view={view} name="person" label={say(RECEIPTS.person)} value={query.person} more={NAME} />
          <Field
            view={view}
            name="kind"
            label={say(RECEIPTS.which)}
            value={query.kind}
            options={[
              ['', say(RECEIPTS.answers)],
              ['refused', say(RECEIPTS.refusals)],
            ]}
            required
          />
          <button type="submit">{say(RECEIPTS.show)}</button>
        </form>
      </Section>
      {isRefused ? <Refusals {...{ visit, refusals, none, page }} /> : <Answers {...{ visit, receipts, none, page }} />}
      <Pager
        page={page}
        rows={isRefused ? refusals.length : receipts.length}
        to={(other) => addressOf('/receipts', { ...query, page: other > 1 ? String(other) : '' })}
        newer={say(RECEIPTS.newer)}
        older={say(RECEIPTS.older)}
      />
    </Page>
  );
}

const NAME = { maxlength: 63 } as const;

interface PartProps extends Pick<ReceiptsProps, 'visit' | 'page'> {
  /** What is said where there is nothing, if more than that. */
  readonly none: string | undefined;
}

function Answers({ visit, receipts, none, page }: PartProps & Pick<Receipts, 'receipts'>) {
  const { say } = visit.view;
  return (
    <TableSection
      title={say(RECEIPTS.found, { n: receipts.length })}
      id="answers"
      empty={none ?? say(RECEIPTS.none)}
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
        ...[momentText(say, admittedMs), project, person, writtenText(say, epsilon), say(ANSWERS[state])],
      ])}
    />
  );
}

function Refusals({ visit, refusals, none, page }: PartProps & Pick<Receipts, 'refusals'>) {
  const { say } = visit.view;
  return (
    <TableSection
      title={say(RECEIPTS.foundRefusals, { n: refusals.length })}
      id="refusals"
      note={say(RECEIPTS.refusalsNote, { n: LIMITS.refusalsListedMax })}
      empty={none ?? say(RECEIPTS.noRefusals)}
      columns={[
        { title: say(RECEIPTS.record), is: 'row' },
        { title: say(RECEIPTS.hour) },
        { title: say(RECEIPTS.project) },
        { title: say(RECEIPTS.person) },
        { title: say(RECEIPTS.code) },
        { title: say(RECEIPTS.why) },
      ]}
      rows={rowsOf(refusals, page).map(({ seq, hourMs, project, person, code }) => [
        <a href={`/receipts/${seq}`}>{seq}</a>,
        ...[momentText(say, hourMs), project ?? '', person],
        <code>{code}</code>,
        say(REFUSALS[code]),
      ])}
    />
  );
}
