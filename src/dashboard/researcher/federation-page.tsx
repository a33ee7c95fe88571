import { momentText } from '../layout/moment.ts';
import { Page } from '../layout/page.tsx';
import { Badge, Facts, Section } from '../layout/parts.tsx';
import { TableSection } from '../layout/table-section.tsx';
import type { View } from '../layout/view.ts';
import { FEDERATION } from '../texts/federation.table.ts';
import { RESEARCH } from '../texts/research.table.ts';
import type { Say } from '../texts/say.ts';
import type { FederationDesk, SiteHealth } from './desk.ts';

interface FederationProps {
  readonly view: View;
  readonly desk: Pick<FederationDesk, 'minSites' | 'patientSitesMax' | 'address'>;
  readonly sites: readonly SiteHealth[];
}

/** How each site stands, by what it says of itself and when it was last heard of. */
export function FederationPage({ view, desk, sites }: FederationProps) {
  const { say } = view;
  return (
    <Page view={view} title={say(FEDERATION.federation)} lead={say(FEDERATION.lead)}>
      <TableSection
        title={say(RESEARCH.sites)}
        id="sites"
        empty={say(RESEARCH.none)}
        columns={[
          { title: say(RESEARCH.site), is: 'row' },
          { title: say(RESEARCH.state) },
          { title: say(FEDERATION.lastSeen) },
          { title: say(FEDERATION.policy) },
          { title: say(FEDERATION.years) },
          { title: say(FEDERATION.least), is: 'number' },
          { title: say(FEDERATION.counting) },
          { title: say(FEDERATION.version) },
          { title: say(FEDERATION.protocol), is: 'number' },
        ]}
        rows={sites.map((one) => [
          one.site,
          <HealthBadge say={say} health={one} />,
          one.lastMs === undefined ? say(FEDERATION.never) : momentText(say, one.lastMs),
          one.facts?.policy ?? '–',
          one.facts === null ? '–' : yearsText(one.facts.blocks),
          one.facts?.minSites ?? '–',
          countingOf(one.facts),
          one.facts?.version ?? '–',
          one.facts?.protocol ?? '–',
        ])}
      />
      <LogKeysPart view={view} sites={sites} />
      <Section title={say(FEDERATION.rules)} id="rules">
        <Facts
          facts={[
            [say(FEDERATION.minSites), desk.minSites],
            [say(FEDERATION.patientSites), desk.patientSitesMax()],
            [say(FEDERATION.address), <code>{desk.address}</code>],
          ]}
        />
      </Section>
    </Page>
  );
}

function HealthBadge({ say, health: { facts } }: { readonly say: Say; readonly health: SiteHealth }) {
  if (facts === null) {
    return <Badge tone="wait">{say(FEDERATION.notReached)}</Badge>;
  }
  return (
    <Badge tone={facts.serving ? 'good' : 'bad'}>
      {say(facts.serving ? FEDERATION.serving : FEDERATION.notServing)}
    </Badge>
  );
}

function countingOf(facts: SiteHealth['facts']): string {
  const accountant = facts?.accountant;
  return accountant === undefined ? '–' : accountant.kind === 'pure' ? 'ε' : `zCDP, δ ${accountant.delta}`;
}

function LogKeysPart({ view: { say }, sites }: Pick<FederationProps, 'view' | 'sites'>) {
  return (
    <TableSection
      title={say(FEDERATION.logKeys)}
      id="log-keys"
      note={say(FEDERATION.logKeysLead)}
      empty={say(RESEARCH.none)}
      columns={[{ title: say(RESEARCH.site), is: 'row' }, { title: say(FEDERATION.logKey) }]}
      rows={sites.flatMap(({ site, facts }) =>
        facts === null ? [] : [[site, <code class="hash">{facts.logKey}</code>]],
      )}
    />
  );
}

/** “2019–2026”, or the years one by one where some are missing. */
function yearsText(years: readonly number[]): string {
  const [first = 0, last = 0] = [Math.min(...years), Math.max(...years)];
  return years.length > 2 && last - first === years.length - 1 ? `${first}–${last}` : years.join(', ');
}
