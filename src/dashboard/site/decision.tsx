import { Page } from '../layout/page.tsx';
import { Facts, Section } from '../layout/parts.tsx';
import { DECISIONS } from '../texts/decisions.table.ts';
import { lacksText } from './about.ts';
import { contentFacts } from './content-facts.ts';
import { DecidingHead, type DecidingProps, DecisionForm } from './deciding.tsx';
import type { Pending } from './inbox.tsx';
import { decisionText, momentText, namesText } from './names.ts';
import { comparedWith, PolicyEffect } from './policy-effect.tsx';
import type { KnownPolicy } from './policy-versions.tsx';

export interface DecisionPageProps extends DecidingProps {
  readonly one: Pending;
  /** The policies on record, where one is to be decided on. */
  readonly policies: readonly KnownPolicy[];
}

/** One pending decision: what it says and does, who signed, and the forms to sign or decline it. */
export function DecisionPage({ visit, told, one, policies }: DecisionPageProps) {
  const { view, person } = visit;
  const { say } = view;
  const { action, signedBy, mayStill, missing, lacks, sinceMs } = one;
  const form = { visit, told, action: `/inbox/${action.id}` };
  return (
    <Page view={view} title={decisionText(say, action)} lead={action.reason}>
      <DecidingHead visit={visit} told={told} />
      <Section title={say(DECISIONS.content)} id="content">
        <Facts
          facts={[
            ...contentFacts(say, action.body),
            [say(DECISIONS.since), momentText(sinceMs)],
            [say(DECISIONS.until), momentText(action.expires)],
            [say(DECISIONS.signedBy), namesText(say, signedBy)],
            [say(DECISIONS.mayStill), namesText(say, mayStill)],
            [say(DECISIONS.missing), lacks.length === 0 ? <span lang="en">{missing}</span> : lacksText(say, lacks)],
          ]}
        />
      </Section>
      {action.kind === 'policy' ? <PolicyEffect view={view} wanted={action.body} policies={policies} /> : null}
      {mayStill.includes(person) ? (
        <DecisionForm
          {...form}
          form="approve"
          title={say(DECISIONS.approve)}
          action={`${form.action}/approve`}
          submit={say(DECISIONS.approve)}
          reasoned
        >
          {action.kind === 'policy' ? (
            <input type="hidden" name="approve-shown" value={comparedWith(policies)} />
          ) : null}
        </DecisionForm>
      ) : null}
      <DecisionForm
        {...form}
        form="decline"
        title={say(DECISIONS.declineTitle)}
        action={`${form.action}/decline`}
        submit={say(DECISIONS.decline)}
        danger
      />
    </Page>
  );
}
