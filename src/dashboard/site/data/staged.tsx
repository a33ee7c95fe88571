import { LIMITS } from '../../../base/index.ts';
import type { VerbOutput } from '../../../node/index.ts';
import { Page } from '../../layout/page.tsx';
import { Notice } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { DATA, SOURCES } from '../../texts/data.table.ts';
import type { Say } from '../../texts/say.ts';
import { momentText, wordFor } from '../names.ts';
import type { Visit } from '../visit.ts';
import { StagedTables } from './staged-tables.tsx';

type Ingests = VerbOutput['ingests']['ingests'];

interface StagedProps {
  readonly visit: Visit;
  readonly staged: VerbOutput['staged'];
  readonly ingests: Ingests;
}

/** What the next publish begins with, counted exactly, and the ingests that brought it: for who ingests, and on no other page. */
export function StagedPage({ visit, staged: { policy, totals, fields, room }, ingests }: StagedProps) {
  const { view } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(DATA.intoStaged)} lead={say(DATA.stagedLead, { policy })}>
      {totals === null && ingests.length === 0 ? null : <Notice tone="wait">{say(DATA.exact)}</Notice>}
      {room.isScarce ? <Notice tone="wait">{say(DATA.scarceRoom, room)}</Notice> : null}
      <IngestTable say={say} ingests={ingests} />
      {totals === null ? (
        <p class="empty">{say(DATA.nothingStaged)}</p>
      ) : (
        <StagedTables say={say} title={say(DATA.totals)} totals={totals} fields={fields} />
      )}
      <p>
        <a href="/snapshots">{say(DATA.back)}</a>
      </p>
    </Page>
  );
}

function IngestTable({ say, ingests }: { readonly say: Say; readonly ingests: Ingests }) {
  return (
    <TableSection
      title={say(DATA.ingests)}
      id="ingests"
      note={say(DATA.ingestsNote, { n: LIMITS.ingestReportsMax })}
      empty={say(DATA.noIngests)}
      columns={[
        { title: say(DATA.ingest), is: 'row' },
        { title: say(DATA.ended) },
        { title: say(DATA.source) },
        { title: say(DATA.policy) },
        { title: say(DATA.read), is: 'number' },
        { title: say(DATA.stored), is: 'number' },
        { title: say(DATA.known), is: 'number' },
        { title: say(DATA.quarantined), is: 'number' },
      ]}
      rows={ingests.map(({ run, endedMs, source, policy, read, stored, known, quarantined, anew }) => [
        <a href={`/staged/${run}`}>{run}</a>,
        ...[momentText(say, endedMs), `${wordFor(say, SOURCES, source)}${anew ? say(DATA.anew) : ''}`, policy],
        ...[read, stored, source === 'dicomweb' ? say(DATA.nSeries, { n: known }) : known, quarantined],
      ])}
    />
  );
}
