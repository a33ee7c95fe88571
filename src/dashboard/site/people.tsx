import type { VerbOutput } from '../../node/index.ts';
import { Page } from '../layout/page.tsx';
import { Section } from '../layout/parts.tsx';
import { Table } from '../layout/table.tsx';
import { SITE } from '../texts/site.table.ts';
import { rolesText } from './names.ts';
import type { Visit } from './visit.ts';

/** Who decides here, in which roles. */
export function PeoplePage({ visit, status }: { readonly visit: Visit; readonly status: VerbOutput['status'] }) {
  const { view } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(SITE.people)} lead={say(SITE.peopleLead)}>
      <Section title={say(SITE.people)} id="people">
        <Table
          caption={say(SITE.people)}
          hiddenCaption
          empty={say(SITE.nobody)}
          columns={[{ title: say(SITE.person), is: 'row' }, { title: say(SITE.roles) }, { title: say(SITE.ofSite) }]}
          rows={status.people.map(({ person, roles, site }) => [
            person,
            rolesText(say, roles),
            site ?? say(SITE.ownSite),
          ])}
        />
      </Section>
    </Page>
  );
}
