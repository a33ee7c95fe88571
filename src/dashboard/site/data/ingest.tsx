import type { VerbOutput } from '../../../node/index.ts';
import { Page } from '../../layout/page.tsx';
import { Notice } from '../../layout/parts.tsx';
import { DATA } from '../../texts/data.table.ts';
import type { Say } from '../../texts/say.ts';
import { momentText } from '../names.ts';
import type { Visit } from '../visit.ts';
import { CountTable, StagedTables } from './staged-tables.tsx';

type Kept = VerbOutput['ingest-report'];

/** What one ingest reported. */
export function IngestPage({ visit: { view }, kept }: { readonly visit: Visit; readonly kept: Kept }) {
  const { say } = view;
  const { run, endedMs, policy, report } = kept;
  const lead = say(DATA.oneIngestLead, { ended: momentText(say, endedMs), policy });
  const remarks = remarksOn(say, report);
  return (
    <Page view={view} title={say(DATA.oneIngest, { run })} lead={lead}>
      <Notice tone="wait">{say(DATA.exact)}</Notice>
      <CountTable
        say={say}
        id="run"
        title={say(DATA.thisRun)}
        {...(remarks === '' ? {} : { note: remarks })}
        rows={[
          [say(DATA.read), report.read],
          [say(DATA.stored), report.stored],
          [say(DATA.counted), report.counted],
          ...(report.copies === undefined ? [] : [[say(DATA.copies), report.copies] as const]),
          [say(report.unit === 'series' ? DATA.knownSeries : DATA.known), report.known],
          ...byReason(say(DATA.skipped), report.skipped),
          ...byReason(say(DATA.quarantined), report.quarantined),
          ...byReason(say(DATA.privateElements), report.privateElements ?? {}),
        ]}
      />
      <StagedTables
        say={say}
        title={say(report.anew ? DATA.anewAfterIt : DATA.afterIt)}
        totals={report.staged}
        fields={report.fields}
      />
      <p>
        <a href="/staged">{say(DATA.backToStaged)}</a>
      </p>
    </Page>
  );
}

function byReason(kind: string, counts: Readonly<Record<string, number>>) {
  return Object.entries(counts).map(([reason, count]) => [`${kind}: ${reason}`, count] as const);
}

function remarksOn(say: Say, { ignoredColumns = [], listInDoubt, listStale, empty, anew }: Kept['report']): string {
  return [
    ...(empty ? [say(DATA.nothingToRead)] : []),
    ...(anew ? [say(DATA.readAnew)] : []),
    ...(ignoredColumns.length > 0 ? [say(DATA.ignoredColumns, { names: ignoredColumns.join(', ') })] : []),
    ...(listInDoubt ? [say(DATA.listInDoubt)] : []),
    ...(listStale ? [say(DATA.listStale)] : []),
  ].join(' ');
}
