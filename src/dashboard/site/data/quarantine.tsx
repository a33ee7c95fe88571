import type { VerbOutput } from '../../../node/index.ts';
import { Page } from '../../layout/page.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { DATA } from '../../texts/data.table.ts';
import type { Visit } from '../visit.ts';

const FILES = 500;

/** What an ingest could not store, by keyed name and reason; never a path. */
export function QuarantinePage({ visit, files, all, reasons }: VerbOutput['quarantine'] & { readonly visit: Visit }) {
  const { view } = visit;
  const { say } = view;
  const isCut = all > FILES;
  return (
    <Page view={view} title={say(DATA.intoQuarantine)} lead={say(DATA.quarantineLead)}>
      <TableSection
        title={say(DATA.byReason)}
        id="quarantine-reasons"
        empty={say(DATA.noFiles)}
        columns={[
          { title: say(DATA.reason), is: 'row' },
          { title: say(DATA.count), is: 'number' },
        ]}
        rows={Object.entries(reasons).map(([reason, count]) => [<code lang="en">{reason}</code>, count])}
      />
      <TableSection
        title={say(DATA.intoQuarantine)}
        id="quarantine"
        {...(isCut ? { note: say(DATA.firstOf, { n: FILES, all }) } : {})}
        empty={say(DATA.noFiles)}
        columns={[
          { title: say(DATA.file), is: 'row' },
          { title: say(DATA.row), is: 'number' },
          { title: say(DATA.reason) },
        ]}
        rows={files
          .slice(0, FILES)
          .map(({ fileKey, row, reason }) => [
            <span class="hash">{fileKey}</span>,
            row ?? '',
            <code lang="en">{reason}</code>,
          ])}
      />
      <p>
        <a href="/snapshots">{say(DATA.back)}</a>
      </p>
    </Page>
  );
}
