import type { VerbOutput } from '../../../node/index.ts';
import { barsSize } from '../../charts/share-bars.ts';
import { Chart } from '../../layout/chart.tsx';
import { Page } from '../../layout/page.tsx';
import { Section } from '../../layout/parts.tsx';
import { Table } from '../../layout/table.tsx';
import type { View } from '../../layout/view.ts';
import { BUDGETS } from '../../texts/budgets.table.ts';
import { writtenText } from '../../texts/say.ts';
import { SITE } from '../../texts/site.table.ts';
import { meterName } from '../names.ts';
import type { Visit } from '../visit.ts';
import type { Question } from './question.ts';
import { EpsilonForm } from './what-if.tsx';
import { questionsLeft } from './worth.ts';

export type Meter = VerbOutput['budget']['meters'][number];

export interface BudgetsProps {
  readonly visit: Visit;
  readonly meters: readonly Meter[];
  readonly question: Question;
}

/** Budgets of datasets, projects and people: spent, set aside, left, and what is left buys. */
export function BudgetsPage({ visit, meters, question }: BudgetsProps) {
  const { view } = visit;
  const { say } = view;
  const groups = [
    ['block', say(BUDGETS.datasets)],
    ['project', say(BUDGETS.projects)],
    ['analyst', say(BUDGETS.analysts)],
  ] as const;
  const { epsilon, width, percent } = question;
  return (
    <Page view={view} title={say(SITE.budgets)} lead={say(BUDGETS.lead)}>
      {meters.length === 0 ? <p class="empty">{say(BUDGETS.none)}</p> : <BudgetChart view={view} meters={meters} />}
      <Section title={say(BUDGETS.buys)} id="buys">
        <p class="note">{say(BUDGETS.basis, { epsilon, width, confidence: percent })}</p>
        <EpsilonForm view={view} action="/budgets" question={question} />
      </Section>
      {groups.map(([kind, title]) => (
        <Section title={title} id={kind}>
          <MeterTable
            view={view}
            title={title}
            meters={meters.filter(({ meter }) => meter.startsWith(kind))}
            question={question}
          />
        </Section>
      ))}
      <p class="actions">
        <a class="button plain" href="/budgets.csv">
          {say(SITE.exportCsv)}
        </a>
        <a class="button plain" href="/budgets.json">
          {say(SITE.exportJson)}
        </a>
      </p>
    </Page>
  );
}

interface MetersProps {
  readonly view: View;
  readonly meters: readonly Meter[];
}

/** Meters with what is left, and what that buys. */
export function MeterTable({
  view,
  title,
  meters,
  question,
}: MetersProps & { readonly title: string; readonly question: Question }) {
  const { say } = view;
  const { unit } = question;
  return (
    <Table
      caption={title}
      hiddenCaption
      empty={say(BUDGETS.none)}
      columns={[
        { title: say(BUDGETS.name), is: 'row' },
        { title: say(BUDGETS.cap, { unit }), is: 'number' },
        { title: say(BUDGETS.spent, { unit }), is: 'number' },
        { title: say(BUDGETS.reserved), is: 'number' },
        { title: say(BUDGETS.left, { unit }), is: 'number' },
        { title: say(BUDGETS.buys) },
      ]}
      rows={meters.map((meter) => [
        <a href={`/budgets/${encodeURIComponent(meter.meter)}`}>{meterName(say, meter.meter)}</a>,
        ...[meter.cap, meter.spent, meter.reserved, meter.left].map((amount) => writtenText(say, amount)),
        countsText(view, meter, question),
      ])}
    />
  );
}

/** “about 28 more counts at ±36 patients”, as the datasets, projects and people that are charged together let; of a project that has ended, or somebody whose projects all have, nothing more. */
export function countsText(
  { say }: View,
  { meter, left, usable = left, ended }: Pick<Meter, 'left' | 'usable' | 'ended'> & Partial<Pick<Meter, 'meter'>>,
  question: Question,
): string {
  if (ended === true) {
    return say(meter !== undefined && isOfPerson(meter) ? BUDGETS.endedPerson : BUDGETS.ended);
  }
  if (left === '0') {
    return say(BUDGETS.usedUp);
  }
  if (usable === '0') {
    return say(BUDGETS.othersUsedUp);
  }
  const n = questionsLeft(usable, question.counting, question.nanoEpsilon).toString();
  return say(BUDGETS.counts, { n, width: question.width });
}

/** Whether a meter is somebody's own: they may come into another project, so that what is left may be spent yet. */
export function isOfPerson(meter: string): boolean {
  return meter.startsWith('analyst:');
}

function BudgetChart({ view, meters }: MetersProps) {
  const { say } = view;
  const most = tightest(meters);
  const name = most === undefined ? '' : meterName(say, most.meter);
  const share = most === undefined ? '0' : (100 * shareOf(most)).toFixed(0);
  const drawn = drawnOf(meters);
  return (
    <Section title={say(BUDGETS.chartTitle)} id="chart">
      {drawn.length === meters.length ? null : (
        <p class="note">{say(BUDGETS.chartCut, { drawn: drawn.length, all: meters.length })}</p>
      )}
      <Chart
        view={view}
        src="/charts/budgets.svg"
        alt={say(BUDGETS.chartAlt, { n: meters.length, name, share })}
        size={barsSize(drawn.length)}
        table={{
          caption: say(BUDGETS.chartTitle),
          columns: [
            { title: say(BUDGETS.name), is: 'row' },
            { title: '%', is: 'number' },
          ],
          rows: drawn.map((meter) => [
            meterName(say, meter.meter),
            writtenText(say, (100 * shareOf(meter)).toFixed(1)),
          ]),
          empty: say(BUDGETS.none),
        }}
      />
    </Section>
  );
}

const BARS_MAX = 30;

/** The meters that a picture shows: all, or, of very many, those of which most is spent. */
export function drawnOf(meters: readonly Meter[]): readonly Meter[] {
  return meters.length <= BARS_MAX ? meters : [...meters].sort((a, b) => shareOf(b) - shareOf(a)).slice(0, BARS_MAX);
}

/** The meter of which most is spent, among those that anything can still be spent on, where there are such. */
export function tightest(meters: readonly Meter[]): Meter | undefined {
  const going = meters.filter(({ ended }) => ended !== true);
  return [...(going.length > 0 ? going : meters)].sort((a, b) => shareOf(b) - shareOf(a))[0];
}

/** Which part of the cap is spent, set aside included. */
function shareOf({ cap, spent }: Pick<Meter, 'cap' | 'spent'>): number {
  return Number(cap) === 0 ? 1 : Math.min(1, Number(spent) / Number(cap));
}
