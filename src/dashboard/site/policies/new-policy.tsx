import type { VerbOutput } from '../../../node/index.ts';
import { Field, Form } from '../../layout/form.tsx';
import { Page } from '../../layout/page.tsx';
import { Notice, Section } from '../../layout/parts.tsx';
import { CHANGES } from '../../texts/changes.table.ts';
import { DECISIONS } from '../../texts/decisions.table.ts';
import { DecidingHead, type DecidingProps, DecisionForm } from '../deciding.tsx';
import { DiffParts, whatFollows } from './diff.tsx';

export type DraftedPolicy = VerbOutput['policy-draft'];

/** What stands in the form that compares: the text of a document, and what the node says of it. */
export interface Drafted {
  readonly document: string;
  readonly draft?: DraftedPolicy;
  /** Why the document is none that the site could work under. */
  readonly problem?: string;
}

export interface NewPolicyProps extends DecidingProps {
  readonly drafted: Drafted | undefined;
}

/** Takes the document of another policy, says what it would change, and then has its approval signed. */
export function NewPolicyPage({ visit, told, drafted }: NewPolicyProps) {
  const { view } = visit;
  const { say } = view;
  const draft = drafted?.draft;
  return (
    <Page view={view} title={say(CHANGES.newTitle)} lead={say(CHANGES.newLead)}>
      <DecidingHead visit={visit} told={told} />
      {drafted?.problem === undefined ? null : (
        <Notice tone="bad" title={say(CHANGES.notAPolicy)} focus>
          <ul lang="en">
            {drafted.problem.split('\n').map((problem) => (
              <li dir="auto">{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      {drafted === undefined || draft === undefined ? (
        <DocumentForm visit={visit} value={drafted?.document ?? ''} />
      ) : (
        <>
          <DiffParts view={view} diff={draft.diff} />
          <ApproveForm {...{ visit, told, draft }} document={drafted.document} />
          <p>
            <a href="/policy/new">{say(CHANGES.another)}</a>
          </p>
        </>
      )}
      <p>
        <a href="/policy">{say(CHANGES.back)}</a>
      </p>
    </Page>
  );
}

const ROWS = 20;

function DocumentForm({ visit: { view }, value }: Pick<NewPolicyProps, 'visit'> & { readonly value: string }) {
  const { say } = view;
  return (
    <Section title={say(CHANGES.document)} id="document">
      <p class="note">{say(CHANGES.documentNote)}</p>
      <Form view={view} action="/policy/new/compare" submit={say(CHANGES.compareNew)}>
        <Field
          view={view}
          name="new-document"
          label={say(CHANGES.documentText)}
          value={value}
          lines={ROWS}
          more={{ spellcheck: 'false' }}
          required
        />
      </Form>
    </Section>
  );
}

/** What a form says it was shown for: the document and what it takes the place of, by their hashes. */
export function shownFor({ deidentification, disclosure, from }: DraftedPolicy): string {
  return [deidentification, disclosure, from.deidentification, from.disclosure].join(' ');
}

function ApproveForm({
  visit,
  told,
  draft,
  document,
}: DecidingProps & { readonly draft: DraftedPolicy; readonly document: string }) {
  const { say } = visit.view;
  const { diff, name } = draft;
  const isSame = diff.same.deidentification && diff.same.disclosure && name === draft.from.name;
  return isSame ? (
    <Notice tone="calm">{say(CHANGES.sameAsNow)}</Notice>
  ) : (
    <DecisionForm
      {...{ visit, told }}
      form="new"
      title={say(CHANGES.approveTitle, { name })}
      note={say(whatFollows(diff))}
      action="/policy/new/approve"
      submit={say(DECISIONS.propose)}
    >
      <input type="hidden" name="new-document" value={document} />
      <input type="hidden" name="new-shown" value={shownFor(draft)} />
    </DecisionForm>
  );
}
