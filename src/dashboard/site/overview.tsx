import type { Child } from 'hono/jsx';
import type { VerbOutput } from '../../node/index.ts';
import { Page } from '../layout/page.tsx';
import { Badge } from '../layout/parts.tsx';
import { BUDGETS } from '../texts/budgets.table.ts';
import { writtenText } from '../texts/say.ts';
import { SITE } from '../texts/site.table.ts';
import { subjectText } from './about.ts';
import { countsText, type Meter, tightest } from './budgets/budgets.tsx';
import type { Question } from './budgets/question.ts';
import { shortText } from './budgets/worth.ts';
import { meterName } from './names.ts';
import { isAnswering, WitnessBadge } from './standing.tsx';
import type { Visit } from './visit.ts';

export interface OverviewProps {
  readonly visit: Visit;
  readonly status: VerbOutput['status'];
  /** Without what the visitor's roles don't show. */
  readonly meters: readonly Meter[] | undefined;
  /** How many decisions wait, and for how many of them the visitor's own signature. */
  readonly pending: { readonly length: number; readonly mine: number } | undefined;
  readonly question: Question;
}

/** The first page: whether the site answers, what is frozen, what waits, and which budget ends first. */
export function OverviewPage({ visit, status, meters, pending, question }: OverviewProps) {
  const { view } = visit;
  const { say } = view;
  const least = tightest(meters ?? []);
  return (
    <Page view={view} title={say(SITE.overview)} lead={say(SITE.overviewLead)}>
      <div class="tiles">
        <Tile name={say(SITE.state)} note={<StateNote visit={visit} status={status} />}>
          {say(isAnswering(status) ? SITE.answering : SITE.notAnswering)}
        </Tile>
        <Tile name={say(SITE.frozenNow)} note={<a href="/incidents">{say(SITE.incidents)}</a>}>
          {status.frozen.length === 0
            ? say(SITE.nothingFrozen)
            : status.frozen.map((one) => subjectText(say, one)).join(', ')}
        </Tile>
        {pending === undefined ? null : (
          <Tile name={say(SITE.waiting)} note={<a href="/inbox">{say(SITE.waitingNote)}</a>}>
            {pending.length}{' '}
            {pending.mine === 0 ? null : <Badge tone="wait">{say(SITE.waitingForYou, { count: pending.mine })}</Badge>}
          </Tile>
        )}
        {least === undefined ? null : (
          <Tile name={say(SITE.tightest)} note={<a href="/budgets">{say(SITE.budgets)}</a>}>
            {`${writtenText(say, shortText(least.left))}\u00a0${question.unit}`}{' '}
            {least.left === '0' ? <Badge tone="bad">{say(SITE.usedUp)}</Badge> : null}
          </Tile>
        )}
      </div>
      {least === undefined ? null : (
        <p class="note">
          {say(SITE.leftOf, { left: least.left, cap: least.cap, meter: meterName(say, least.meter) })};{' '}
          {countsText(view, least, question)}. {say(BUDGETS.basis, { ...question, confidence: question.percent })}
        </p>
      )}
    </Page>
  );
}

function StateNote({ visit, status }: Pick<OverviewProps, 'visit' | 'status'>) {
  const { say } = visit.view;
  const { published } = status;
  return (
    <>
      {published === null ? say(SITE.noSnapshot) : say(SITE.snapshotOf, { slot: published.slot })}{' '}
      <WitnessBadge view={visit.view} state={status.witness.state} />
    </>
  );
}

function Tile({ name, note, children }: { readonly name: string; readonly note: Child; readonly children?: Child }) {
  return (
    <section class="tile">
      <h2 class="name">{name}</h2>
      <p class="figure">{children}</p>
      <p class="note">{note}</p>
    </section>
  );
}
