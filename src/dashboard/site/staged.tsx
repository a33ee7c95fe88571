import type { VerbOutput } from '../../node/index.ts';
import { Page } from '../layout/page.tsx';
import { Notice } from '../layout/parts.tsx';
import { TableSection } from '../layout/table-section.tsx';
import { DATA } from '../texts/data.table.ts';
import type { Say } from '../texts/say.ts';
import type { Visit } from './visit.ts';

type Staged = VerbOutput['staged'];

const TOTALS = ['patients', 'studies', 'series', 'instances', 'devices'] as const;

/** What the next publish begins with, counted exactly: for who ingests, and on no other page. */
export function StagedPage({ visit, staged }: { readonly visit: Visit; readonly staged: Staged }) {
  const { view } = visit;
  const { say } = view;
  const { policy, totals, fields } = staged;
  return (
    <Page view={view} title={say(DATA.intoStaged)} lead={say(DATA.stagedLead, { policy })}>
      {totals === null ? (
        <p class="empty">{say(DATA.nothingStaged)}</p>
      ) : (
        <>
          <Notice tone="wait">{say(DATA.exact)}</Notice>
          <TableSection
            title={say(DATA.totals)}
            id="totals"
            empty={say(DATA.nothingStaged)}
            columns={[
              { title: say(DATA.what), is: 'row' },
              { title: say(DATA.count), is: 'number' },
            ]}
            rows={TOTALS.map((name) => [say(NAMES[name]), totals[name]])}
          />
          <FieldRates say={say} fields={fields} />
        </>
      )}
      <p>
        <a href="/snapshots">{say(DATA.back)}</a>
      </p>
    </Page>
  );
}

const NAMES = {
  patients: DATA.patients,
  studies: DATA.studies,
  series: DATA.series,
  instances: DATA.instances,
  devices: DATA.devices,
} as const;

function FieldRates({ say, fields }: { readonly say: Say; readonly fields: Staged['fields'] }) {
  return (
    <TableSection
      title={say(DATA.fields)}
      id="fields"
      empty={say(DATA.nothingStaged)}
      columns={[
        { title: say(DATA.field), is: 'row' },
        { title: say(DATA.filled), is: 'number' },
        { title: say(DATA.filledShare), is: 'number' },
        { title: say(DATA.otherShare), is: 'number' },
      ]}
      rows={fields.map(({ keyword, series, filled, other }) => [
        ...[keyword, filled, percent(filled, series), percent(other, filled)],
      ])}
    />
  );
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : ((100 * part) / whole).toFixed(1);
}
