import { DECISIONS } from '../../texts/decisions.table.ts';
import { PROJECTS } from '../../texts/projects.table.ts';
import { PURPOSES } from '../../texts/purposes.table.ts';
import { type DecidingProps, DecisionField, DecisionForm } from '../deciding.tsx';
import type { Project } from './projects.tsx';
import { membersText } from './terms.ts';

export interface AmendProps extends DecidingProps {
  readonly project: Project;
}

/** Proposes other terms of a project; the form begins with those that it has. */
export function AmendForm({ visit, told, project }: AmendProps) {
  const { say } = visit.view;
  const form = { visit, told, form: 'amend', required: false } as const;
  const { id, purpose, purposeClass, fields, members, agreement, ethics } = project;
  return (
    <DecisionForm
      {...form}
      title={say(PROJECTS.amendTitle)}
      note={say(PROJECTS.amendNote)}
      action={`/projects/${id}/amend`}
      submit={say(DECISIONS.propose)}
    >
      <DecisionField {...form} name="purpose" label={say(PROJECTS.purpose)} value={purpose} more={{ maxlength: 400 }} />
      <DecisionField
        {...form}
        name="class"
        label={say(PROJECTS.purposeClass)}
        value={purposeClass}
        options={Object.entries(PURPOSES).map(([one, text]) => [one, say(text)] as const)}
      />
      <DecisionField
        {...form}
        name="fields"
        label={say(PROJECTS.fields)}
        hint={say(PROJECTS.fieldsHint)}
        value={fields.join('\n')}
        lines={Math.min(12, fields.length + 1)}
        more={PLAIN}
      />
      <DecisionField
        {...form}
        name="members"
        label={say(PROJECTS.members)}
        hint={say(PROJECTS.membersHint)}
        value={membersText(say, members)}
        lines={Math.min(12, members.length + 1)}
        more={PLAIN}
      />
      <DecisionField
        {...form}
        name="agreement"
        label={say(PROJECTS.agreement)}
        value={agreement}
        more={{ maxlength: 63 }}
      />
      <DecisionField {...form} name="ends" type="date" label={say(PROJECTS.endsNew)} />
      <DecisionField {...form} name="ethics" label={say(PROJECTS.ethicsNew)} value={ethics?.reference ?? ''} />
      <DecisionField {...form} name="ethics-ends" type="date" label={say(PROJECTS.ethicsEnds)} />
    </DecisionForm>
  );
}

const PLAIN = { spellcheck: 'false' } as const;
