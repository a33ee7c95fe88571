import type { VerbOutput } from '../../../node/index.ts';
import { Page } from '../../layout/page.tsx';
import { Badge } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { ASSESSMENT } from '../../texts/assessment.table.ts';
import { CONSENT } from '../../texts/consent.table.ts';
import { DATA } from '../../texts/data.table.ts';
import { writtenText } from '../../texts/say.ts';
import { SITE } from '../../texts/site.table.ts';
import { momentText } from '../names.ts';
import type { Visit } from '../visit.ts';

/** What was published: dates, policies and hashes, and no count of anything. */
export function SnapshotsPage({ visit, snapshots }: VerbOutput['snapshots'] & { readonly visit: Visit }) {
  const { view, roles } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(SITE.snapshots)} lead={say(DATA.lead)}>
      <TableSection
        title={say(SITE.snapshots)}
        id="snapshots"
        empty={say(DATA.none)}
        columns={[
          { title: say(DATA.slot), is: 'row' },
          { title: say(DATA.published) },
          { title: say(DATA.policy) },
          { title: say(DATA.state) },
          { title: say(DATA.id) },
          { title: say(DATA.hash) },
          { title: say(DATA.deidentification) },
        ]}
        rows={snapshots.map(({ slot, publishedMs, policy, inUse, id, saltedFileHash, deidentification }) => [
          ...[writtenText(say, slot), momentText(say, publishedMs), policy],
          <Badge tone={inUse ? 'good' : 'calm'}>{say(inUse ? DATA.inUse : DATA.former)}</Badge>,
          ...[id, saltedFileHash, deidentification].map((hash) => <span class="hash">{hash}</span>),
        ])}
      />
      <p class="actions">
        {roles.includes('operator') ? (
          <a class="button plain" href="/staged">
            {say(DATA.intoStaged)}
          </a>
        ) : null}
        {roles.includes('operator') || roles.includes('steward') ? (
          <a class="button plain" href="/quarantine">
            {say(DATA.intoQuarantine)}
          </a>
        ) : null}
        {roles.includes('operator') || roles.includes('privacy-officer') ? (
          <>
            <a class="button plain" href="/risk">
              {say(ASSESSMENT.title)}
            </a>
            <a class="button plain" href="/consent">
              {say(CONSENT.title)}
            </a>
          </>
        ) : null}
      </p>
    </Page>
  );
}
