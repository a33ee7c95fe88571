import type { FederatedReply } from '../../contract/index.ts';
import {
  costText,
  numberCells,
  type ShownCombined,
  type ShownMeasure,
  type ShownSite,
  shownAnswer,
  titleText,
} from '../../shown/index.ts';
import { Chart } from '../layout/chart.tsx';
import { Page } from '../layout/page.tsx';
import { Notice, Section } from '../layout/parts.tsx';
import { Table, type TableProps } from '../layout/table.tsx';
import { Unreachable } from '../layout/unreachable.tsx';
import type { View } from '../layout/view.ts';
import { RESEARCH } from '../texts/research.table.ts';
import type { Say } from '../texts/say.ts';
import type { Asked, Checked, Forest } from './desk.ts';
import { ForestPart } from './forest-part.tsx';
import { barsOf, barsSize } from './interval-bars.ts';
import { CommandPart } from './quote.tsx';
import { AgainPart } from './send-again.tsx';
import { SiteTable } from './site-table.tsx';
import { StateBadge } from './states.tsx';
import { ownText, voiceOf } from './voice.ts';

export interface AnswerPageProps {
  readonly view: View;
  readonly asked: Asked;
  readonly command: string;
  readonly methods: string;
  readonly checked: readonly Checked[];
  readonly effects: readonly string[];
  readonly forest: Forest | undefined;
  /** The page took the place of the states that were followed on it: whoever hears it is told so, and goes on there. */
  readonly isFollowed: boolean;
}

/** An answer: how each site stands, then, once all have, what they come to, with receipts and a text for the paper. */
export function AnswerPage(props: AnswerPageProps) {
  const { view, asked } = props;
  const { say } = view;
  const { reply } = asked;
  if (reply === undefined) {
    return (
      <Page view={view} title={say(asked.failed === undefined ? RESEARCH.asking : RESEARCH.notCombined)}>
        <AskedPart view={view} asked={asked} />
        <Progress {...props} />
        <AgainPart view={view} asked={asked} />
      </Page>
    );
  }
  return <CamePage {...props} reply={reply} />;
}

function CamePage(props: AnswerPageProps & { readonly reply: FederatedReply }) {
  const { view, asked, reply, isFollowed } = props;
  const { say } = view;
  const voice = voiceOf(say);
  const { combined, notCombined, sites, notes } = shownAnswer(reply);
  return (
    <Page view={view} title={say(RESEARCH.result)} lead={combined && voice.say(combined.over)}>
      {combined !== undefined && isFollowed ? (
        <Notice tone="good" focus>
          {say(RESEARCH.arrived)}
        </Notice>
      ) : null}
      <AskedPart view={view} asked={asked} />
      {notCombined === undefined ? null : (
        <Notice tone="bad" title={say(RESEARCH.notCombined)} focus={isFollowed}>
          {voice.say(notCombined)}
        </Notice>
      )}
      {combined?.measures.map((measure, at) => (
        <MeasurePart {...{ view, asked, combined, measure, at }} />
      ))}
      {combined?.capped === undefined ? null : <p>{voice.say(combined.capped)}</p>}
      <SitesPart view={view} sites={sites} />
      <AgainPart view={view} asked={asked} />
      {notes.map((note) => (
        <p>{voice.say(note)}</p>
      ))}
      <ReceiptsPart view={view} checked={props.checked} />
      <Section title={say(RESEARCH.methods)} id="methods">
        <p class="hint">{say(RESEARCH.methodsHint)}</p>
        <blockquote lang="en">{props.methods}</blockquote>
      </Section>
      <DownloadPart view={view} asked={asked} command={props.command} />
      {reply.combined === null ? null : <ForestPart {...props} combined={reply.combined} />}
    </Page>
  );
}

/** Which question it is, by the words that were signed. */
function AskedPart({ view: { say }, asked: { wanted } }: Pick<AnswerPageProps, 'view' | 'asked'>) {
  return (
    <p id="asked">
      {say(RESEARCH.question)}: <code>{JSON.stringify(wanted.draft)}</code>
    </p>
  );
}

/** Every site's state, asked for again every second while it lasts. What has a name of its own keeps the focus then. */
function Progress({ view, asked, isFollowed }: Pick<AnswerPageProps, 'view' | 'asked' | 'isFollowed'>) {
  const { say } = view;
  const here = `/answers/${asked.id}`;
  const polls = {
    'hx-get': here,
    'hx-trigger': 'every 1s',
    'hx-target': 'main',
    'hx-select': 'main',
    'hx-swap': 'outerHTML',
  };
  return (
    <div id="progress" aria-live="polite" {...(asked.failed === undefined ? polls : {})}>
      {asked.failed === undefined ? (
        <div>
          <Unreachable view={view}>{say(RESEARCH.lastStates)}</Unreachable>
        </div>
      ) : (
        <Notice tone="bad" focus={isFollowed}>
          {ownText(say, asked.failed)}
        </Notice>
      )}
      <Table
        caption={say(RESEARCH.sites)}
        empty={say(RESEARCH.none)}
        columns={[{ title: say(RESEARCH.site), is: 'row' }, { title: say(RESEARCH.state) }]}
        rows={[...asked.sites].map(([site, state]) => [site, <StateBadge say={say} state={state} />])}
      />
      {asked.failed === undefined ? (
        <p>
          <a id="look" class="button plain" href={here}>
            {say(RESEARCH.look)}
          </a>
        </p>
      ) : null}
    </div>
  );
}

interface MeasureProps extends Pick<AnswerPageProps, 'view' | 'asked'> {
  readonly combined: ShownCombined;
  readonly measure: ShownMeasure;
  readonly at: number;
}

function MeasurePart({ view, asked, combined, measure, at }: MeasureProps) {
  const { say } = view;
  const name = titleText(voiceOf(say), measure.title);
  const bars = barsOf(measure, asked.reply?.combined?.results[at]?.kind ?? '', voiceOf(say));
  const table = tableOf(say, combined, measure);
  const alt = say(RESEARCH.chartOf, { name, count: bars.drawn });
  return (
    <Section title={name} id={`result-${at}`}>
      <Table {...table} caption={say(RESEARCH.tableFor, { name })} hiddenCaption />
      {measure.whole.length === 0 ? null : (
        <Table {...wholeOf(say, measure)} caption={say(RESEARCH.wholeFor, { name })} />
      )}
      {bars.drawn === bars.all ? null : <p class="note">{say(RESEARCH.chartCut, bars)}</p>}
      {bars.drawn === 0 ? null : (
        <Chart
          view={view}
          src={`/answers/${asked.id}/bars-${at}.svg`}
          alt={alt}
          size={barsSize(bars)}
          table={{ ...table, caption: alt, hiddenCaption: true }}
        />
      )}
    </Section>
  );
}

type Shape = Pick<TableProps, 'empty' | 'columns' | 'rows'>;

function tableOf(say: Say, { fields }: ShownCombined, { rows }: ShownMeasure): Shape {
  return {
    empty: say(RESEARCH.none),
    columns: [
      ...fields.map((title) => ({ title, is: 'row' as const })),
      { title: say(RESEARCH.estimate), is: fields.length === 0 ? ('row' as const) : ('text' as const) },
      ...numberColumns(say),
    ],
    rows: rows.map((number) => [...number.cell, ...numberCells(voiceOf(say), number)]),
  };
}

/** What the table says as a whole: a proportion, or ratios and χ², each with the cells that it is about. */
function wholeOf(say: Say, { whole }: ShownMeasure): Shape {
  return {
    empty: say(RESEARCH.none),
    columns: [{ title: say(RESEARCH.estimate), is: 'row' }, ...numberColumns(say)],
    rows: whole.map((number) => numberCells(voiceOf(say), number)),
  };
}

function numberColumns(say: Say): TableProps['columns'] {
  return [
    { title: say(RESEARCH.value), is: 'number' },
    { title: say(RESEARCH.interval), is: 'number' },
  ];
}

function SitesPart({ view, sites }: { readonly view: View; readonly sites: readonly ShownSite[] }) {
  const { say } = view;
  const voice = voiceOf(say);
  return (
    <Section title={say(RESEARCH.sites)} id="sites">
      <SiteTable
        view={view}
        name={say(RESEARCH.sites)}
        more={[{ title: say(RESEARCH.note) }]}
        rows={sites.map(({ site, state, cost, note }) => [
          site,
          <StateBadge say={say} state={state} />,
          costText(voice, cost),
          note === undefined ? '' : voice.say(note),
        ])}
      />
    </Section>
  );
}

function ReceiptsPart({ view, checked }: { readonly view: View; readonly checked: readonly Checked[] }) {
  const { say } = view;
  return checked.length === 0 ? null : (
    <Section title={say(RESEARCH.receipts)} id="receipts">
      <p>{say(RESEARCH.receiptsLead)}</p>
      <Table
        caption={say(RESEARCH.tableFor, { name: say(RESEARCH.receipts) })}
        hiddenCaption
        empty={say(RESEARCH.none)}
        columns={[
          { title: say(RESEARCH.site), is: 'row' },
          { title: say(RESEARCH.receipt) },
          { title: say(RESEARCH.checkpoint) },
        ]}
        rows={checked.map(({ site, evidence, checkpoint }) => [
          site,
          say(RESEARCH[evidence]),
          <code>{checkpoint}</code>,
        ])}
      />
    </Section>
  );
}

function DownloadPart({
  view,
  asked,
  command,
}: {
  readonly view: View;
  readonly asked: Asked;
  readonly command: string;
}) {
  const { say } = view;
  const link = (file: string, text: string) => (
    <a class="button plain" href={`/answers/${asked.id}/${file}`} download={file}>
      {text}
    </a>
  );
  return (
    <Section title={say(RESEARCH.download)} id="download">
      <p class="actions">
        {link('answer.json', say(RESEARCH.asJson))} {link('table.csv', say(RESEARCH.asCsv))}{' '}
        {link('receipts.json', say(RESEARCH.asReceipts))}{' '}
        {asked.form === '' ? null : (
          <a class="button plain" href={`/?${asked.form}`}>
            {say(RESEARCH.askAgain)}
          </a>
        )}
      </p>
      <CommandPart view={view} command={command} />
    </Section>
  );
}
