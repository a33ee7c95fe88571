import type { VerbOutput } from '../../../node/index.ts';
import { Page } from '../../layout/page.tsx';
import { Badge, Notice } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { PEOPLE } from '../../texts/people.table.ts';
import type { Say } from '../../texts/say.ts';
import { SITE } from '../../texts/site.table.ts';
import { DecidingHead, type DecidingProps, decides } from '../deciding.tsx';
import { namesText, rolesText } from '../names.ts';
import { DismissForm, EnrolForm, type Person, RevokeForm } from './forms.tsx';

type Listed = VerbOutput['people'];

interface PeopleProps extends DecidingProps, Listed {
  /** The key that the form for revoking begins with. */
  readonly keyWanted?: string | undefined;
}

/** Who decides here, in which roles, with which keys, and the forms that change it. */
export function PeoplePage({ visit, told, people, canEnrol, onlyOnes, keyWanted }: PeopleProps) {
  const { view } = visit;
  const form = { visit, told };
  return (
    <Page view={view} title={view.say(SITE.people)} lead={view.say(PEOPLE.lead)}>
      {decides(visit) ? <DecidingHead {...form} /> : null}
      {canEnrol ? null : <Notice tone="bad">{view.say(PEOPLE.tooFew)}</Notice>}
      {onlyOnes.length === 0 ? null : (
        <Notice tone="wait">{view.say(PEOPLE.onlyOnes, { people: namesText(view.say, onlyOnes) })}</Notice>
      )}
      <PeopleTable say={view.say} people={people} />
      {decides(visit) ? (
        <>
          <EnrolForm {...form} />
          <div class="columns">
            <DismissForm {...form} people={people} />
            <RevokeForm {...form} keyWanted={keyWanted} />
          </div>
        </>
      ) : null}
    </Page>
  );
}

function PeopleTable({ say, people }: { readonly say: Say; readonly people: readonly Person[] }) {
  return (
    <TableSection
      title={say(SITE.people)}
      id="people"
      empty={say(PEOPLE.nobody)}
      columns={[
        { title: say(PEOPLE.person), is: 'row' },
        { title: say(PEOPLE.roles) },
        { title: say(PEOPLE.ofSite) },
        { title: say(PEOPLE.key) },
        { title: say(PEOPLE.keyState) },
      ]}
      rows={people.map(({ person, roles, site, key, revoked }) => [
        ...[person, rolesText(say, roles), site ?? say(PEOPLE.ownSite)],
        <span class="hash">{key}</span>,
        <Badge tone={revoked ? 'bad' : 'good'}>{say(revoked ? PEOPLE.revoked : PEOPLE.valid)}</Badge>,
      ])}
    />
  );
}
