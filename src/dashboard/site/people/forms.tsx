import type { VerbOutput } from '../../../node/index.ts';
import { Choices } from '../../layout/form.tsx';
import { DECISIONS } from '../../texts/decisions.table.ts';
import { PEOPLE } from '../../texts/people.table.ts';
import { ROLES } from '../../texts/roles.table.ts';
import { type DecidingProps, DecisionField, DecisionForm, errorOf } from '../deciding.tsx';

/** Somebody who decides here. */
export type Person = VerbOutput['people']['people'][number];

const KEY = { minlength: 43, maxlength: 43, spellcheck: 'false' } as const;

/** Proposes somebody with roles and a key; another person has to agree. */
export function EnrolForm({ visit, told }: DecidingProps) {
  const { say } = visit.view;
  const form = { visit, told, form: 'enrol' } as const;
  return (
    <DecisionForm
      {...form}
      title={say(PEOPLE.enrolTitle)}
      note={say(PEOPLE.enrolNote)}
      action="/people/enrol"
      submit={say(DECISIONS.propose)}
    >
      <DecisionField
        {...form}
        name="person"
        label={say(PEOPLE.person)}
        hint={say(PEOPLE.personHint)}
        more={{ maxlength: 63 }}
      />
      <DecisionField {...form} name="key" label={say(PEOPLE.key)} hint={say(PEOPLE.keyHint)} more={KEY} />
      <Choices
        name="enrol-roles"
        label={say(PEOPLE.roles)}
        options={Object.entries(ROLES).map(([role, text]) => [role, say(text)] as const)}
        chosen={told?.form === 'enrol' ? told.written.all('enrol-roles') : []}
        error={errorOf(told, 'enrol', 'roles')}
      />
      <DecisionField
        {...form}
        name="site"
        label={say(PEOPLE.ofSite)}
        hint={say(PEOPLE.ofSiteHint)}
        more={{ maxlength: 63 }}
        required={false}
      />
    </DecisionForm>
  );
}

/** Proposes to take all roles from somebody. */
export function DismissForm({ visit, told, people }: DecidingProps & { readonly people: readonly Person[] }) {
  const { say } = visit.view;
  const form = { visit, told, form: 'dismiss' } as const;
  return (
    <DecisionForm
      {...form}
      title={say(PEOPLE.dismissTitle)}
      note={say(PEOPLE.dismissNote)}
      action="/people/dismiss"
      submit={say(DECISIONS.propose)}
      danger
    >
      <DecisionField
        {...form}
        name="person"
        label={say(PEOPLE.person)}
        options={people.map(({ person }) => [person, person] as const)}
      />
    </DecisionForm>
  );
}

/** Revokes a key at once. */
export function RevokeForm({ visit, told, keyWanted }: DecidingProps & { readonly keyWanted: string | undefined }) {
  const { say } = visit.view;
  const form = { visit, told, form: 'revoke' } as const;
  return (
    <DecisionForm
      {...form}
      title={say(PEOPLE.revokeTitle)}
      note={say(PEOPLE.revokeNote)}
      action="/people/revoke"
      submit={say(PEOPLE.revoke)}
      danger
    >
      <DecisionField {...form} name="key" label={say(PEOPLE.key)} value={keyWanted ?? ''} more={KEY} />
    </DecisionForm>
  );
}
