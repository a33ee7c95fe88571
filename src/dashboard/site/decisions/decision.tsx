import { Page } from '../../layout/page.tsx';
import { Facts, Notice, Section } from '../../layout/parts.tsx';
import { DECISIONS } from '../../texts/decisions.table.ts';
import type { Say } from '../../texts/say.ts';
import { lacksText } from '../about.ts';
import { DecidingHead, type DecidingProps, DecisionForm } from '../deciding.tsx';
import { decisionText, momentText, namesText } from '../names.ts';
import { comparedWith, PolicyEffect } from '../policies/effect.tsx';
import type { KnownPolicy } from '../policies/versions.tsx';
import { groundText } from '../visit.ts';
import { contentFacts } from './content-facts.ts';
import type { Pending } from './inbox.tsx';

export interface DecisionPageProps extends DecidingProps {
  readonly one: Pending;
  /** The policies on record, where one is to be decided on. */
  readonly policies: readonly KnownPolicy[];
}

/** A text of several lines, as an agreement is, keeps them. */
const linesOf = (text: string) => (text.includes('\n') ? <span class="verbatim">{text}</span> : text);

/** One pending decision: what it says and does, who signed, and the forms to sign or decline it. */
export function DecisionPage({ visit, told, one, policies }: DecisionPageProps) {
  const { view, person } = visit;
  const { say } = view;
  const { action, signedBy, mayStill, sinceMs, impossible } = one;
  const form = { visit, told, action: `/inbox/${action.id}` };
  return (
    <Page view={view} title={decisionText(say, action)} lead={action.reason}>
      <DecidingHead visit={visit} told={told} />
      {impossible === undefined ? null : (
        <Notice tone="wait">{say(DECISIONS.impossible, { why: groundText(say, impossible) })}</Notice>
      )}
      <Section title={say(DECISIONS.content)} id="content">
        <Facts
          facts={[
            ...contentFacts(say, action.body).map(([name, text]) => [name, linesOf(text)] as const),
            [say(DECISIONS.since), momentText(say, sinceMs)],
            [say(DECISIONS.until), momentText(say, action.expires)],
            [say(DECISIONS.signedBy), namesText(say, signedBy)],
            [say(DECISIONS.mayStill), namesText(say, mayStill)],
            [say(DECISIONS.missing), missingFact(say, one)],
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

/** What a decision lacks: signatures, or whatever came in its way. */
function missingFact(say: Say, { lacks, missing, impossible }: Pending) {
  if (impossible !== undefined) {
    return groundText(say, impossible);
  }
  return lacks.length === 0 ? <span lang="en">{missing}</span> : lacksText(say, lacks);
}
