import type { Combined, Estimate, FederatedReply, MeasureResult, SiteOutcome } from '../../contract/index.ts';
import { Chart } from '../layout/chart.tsx';
import { Page } from '../layout/page.tsx';
import { Notice, Section } from '../layout/parts.tsx';
import { Table, type TableProps } from '../layout/table.tsx';
import type { View } from '../layout/view.ts';
import { RESEARCH } from '../texts/research.table.ts';
import { type Say, writtenText } from '../texts/say.ts';
import type { Asked, Checked, Forest } from './desk.ts';
import { ForestPart } from './forest-part.tsx';
import { barsOf, barsSize } from './interval-bars.ts';
import { CommandPart } from './quote.tsx';
import { intervalText, linesOf, nameOf, numberText, titleOf } from './results.ts';
import { AgainPart } from './send-again.tsx';
import { SiteTable } from './site-table.tsx';
import { StateBadge } from './states.tsx';

export interface AnswerPageProps {
  readonly view: View;
  readonly asked: Asked;
  readonly command: string;
  readonly methods: string;
  readonly checked: readonly Checked[];
  readonly effects: readonly string[];
  readonly forest: Forest | undefined;
}

/** An answer: how each site stands, then, once all have, what they come to, with receipts and a text for the paper. */
export function AnswerPage(props: AnswerPageProps) {
  const { view, asked } = props;
  const { say } = view;
  const { reply } = asked;
  if (reply === undefined) {
    return (
      <Page view={view} title={say(asked.failed === undefined ? RESEARCH.asking : RESEARCH.notCombined)}>
        <Progress view={view} asked={asked} />
        <AgainPart view={view} asked={asked} />
      </Page>
    );
  }
  return (
    <Page view={view} title={say(RESEARCH.result)} lead={leadOf(view, reply)}>
      {reply.combined === null ? (
        <Notice tone="bad" title={say(RESEARCH.notCombined)}>
          {reply.notCombined ?? ''}
        </Notice>
      ) : (
        reply.combined.results.map((result, at) => <ResultPart {...props} result={result} at={at} reply={reply} />)
      )}
      <SitesPart view={view} sites={reply.sites} />
      <AgainPart view={view} asked={asked} />
      {reply.blocksLeftOut === undefined ? null : (
        <p>{say(RESEARCH.blocksLeftOut, { years: reply.blocksLeftOut.join(', ') })}</p>
      )}
      {reply.loss === null ? null : <p>{say(RESEARCH.loss, reply.loss)}</p>}
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

function leadOf({ say }: View, { combined, sites }: FederatedReply): string | undefined {
  return combined === null
    ? undefined
    : say(RESEARCH.overSites, {
        count: combined.sites.length,
        all: sites.length,
        confidence: Number(combined.confidence) * 100,
      });
}

/** Every site's state, asked for again every second while it lasts. */
function Progress({ view, asked }: { readonly view: View; readonly asked: Asked }) {
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
      {asked.failed === undefined ? null : <Notice tone="bad">{asked.failed}</Notice>}
      <Table
        caption={say(RESEARCH.sites)}
        empty={say(RESEARCH.none)}
        columns={[{ title: say(RESEARCH.site), is: 'row' }, { title: say(RESEARCH.state) }]}
        rows={[...asked.sites].map(([site, state]) => [site, <StateBadge say={say} state={state} />])}
      />
      {asked.failed === undefined ? (
        <p>
          <a class="button plain" href={here}>
            {say(RESEARCH.look)}
          </a>
        </p>
      ) : null}
    </div>
  );
}

interface ResultProps extends AnswerPageProps {
  readonly reply: FederatedReply;
  readonly result: MeasureResult;
  readonly at: number;
}

function ResultPart({ view, asked, reply: { combined }, result, at }: ResultProps) {
  if (combined === null) {
    return null;
  }
  const { say } = view;
  const bars = barsOf(linesOf(combined, result));
  const table = tableOf(view, combined, result);
  const alt = say(RESEARCH.chartOf, { name: titleOf(result), count: bars.length });
  return (
    <Section title={titleOf(result)} id={`result-${at}`}>
      <Table {...table} />
      {result.whole === undefined ? null : <Table {...wholeOf(view, result, result.whole)} />}
      {bars.length === 0 ? null : (
        <Chart
          view={view}
          src={`/answers/${asked.id}/bars-${at}.svg`}
          alt={alt}
          size={barsSize(bars.length)}
          table={{ ...table, caption: alt }}
        />
      )}
    </Section>
  );
}

function tableOf({ say }: View, combined: Combined, result: MeasureResult): TableProps {
  const fields = Object.keys(combined.keys[0] ?? {});
  const cells = linesOf(combined, result).map(({ key, estimate }) => [
    ...fields.map((field) => key[field] ?? ''),
    ...cellsOf(say, estimate),
  ]);
  return {
    caption: say(RESEARCH.tableFor, { name: titleOf(result) }),
    hiddenCaption: true,
    empty: say(RESEARCH.none),
    columns: [
      ...fields.map((title) => ({ title, is: 'row' as const })),
      { title: say(RESEARCH.estimate), is: fields.length === 0 ? ('row' as const) : ('text' as const) },
      { title: say(RESEARCH.value), is: 'number' },
      { title: say(RESEARCH.interval), is: 'number' },
    ],
    rows: cells,
  };
}

/** What the table says as a whole: a proportion, or ratios and χ², each with the cells that it is about. */
function wholeOf({ say }: View, result: MeasureResult, whole: readonly Estimate[]): TableProps {
  return {
    caption: say(RESEARCH.wholeFor, { name: titleOf(result) }),
    empty: say(RESEARCH.none),
    columns: [
      { title: say(RESEARCH.estimate), is: 'row' },
      { title: say(RESEARCH.value), is: 'number' },
      { title: say(RESEARCH.interval), is: 'number' },
    ],
    rows: whole.map((estimate) => cellsOf(say, estimate)),
  };
}

function cellsOf(say: Say, estimate: Estimate): readonly string[] {
  return [
    nameOf(estimate),
    estimate.value === null ? say(RESEARCH.notEstimable) : numberText(say, estimate.value),
    estimate.value === null ? (estimate.why ?? '') : intervalText(say, estimate),
  ];
}

function SitesPart({ view, sites }: { readonly view: View; readonly sites: readonly SiteOutcome[] }) {
  const { say } = view;
  return (
    <Section title={say(RESEARCH.sites)} id="sites">
      <SiteTable
        view={view}
        name={say(RESEARCH.sites)}
        more={[{ title: say(RESEARCH.note) }]}
        rows={sites.map((one) => [
          one.site,
          <StateBadge say={say} state={one.state} />,
          writtenText(say, costOf(one)),
          noteOf(say, one),
        ])}
      />
    </Section>
  );
}

function costOf({ reply, charged }: SiteOutcome): string {
  const answer = reply?.answer;
  return answer?.state === 'released' ? (reply?.replayed ? '0' : answer.epsilon) : (charged ?? '–');
}

function noteOf(say: Say, { state, reason, reply, charged }: SiteOutcome): string {
  const answer = reply?.answer;
  if (charged === '0') {
    return say(RESEARCH.chargedBefore);
  }
  if (state === 'answered' && answer?.state === 'released' && reply?.replayed) {
    return say(RESEARCH.stored);
  }
  return answer?.state === 'refused' ? (answer.detail ?? answer.sentence) : (reason ?? '');
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
