import { LIMITS } from '../../base/index.ts';
import type { VerbOutput } from '../../node/index.ts';
import { Page } from '../layout/page.tsx';
import { Badge } from '../layout/parts.tsx';
import { TableSection } from '../layout/table-section.tsx';
import type { View } from '../layout/view.ts';
import { AGREEMENTS } from '../texts/agreements.table.ts';
import { DECISIONS } from '../texts/decisions.table.ts';
import { SITE } from '../texts/site.table.ts';
import { DecidingHead, type DecidingProps, DecisionField, DecisionForm, decides } from './deciding.tsx';
import { momentText, namesText } from './names.ts';

type Text = VerbOutput['agreements']['agreements'][number];

/** The data-use texts of a site: every version with its hash and who signed it, and the form to publish another. */
export function AgreementsPage({ visit, told, texts }: DecidingProps & { readonly texts: readonly Text[] }) {
  const { view } = visit;
  const { say } = view;
  const names = [...new Set(texts.map(({ agreement }) => agreement))];
  return (
    <Page view={view} title={say(SITE.agreements)} lead={say(AGREEMENTS.lead)}>
      {decides(visit) ? <DecidingHead visit={visit} told={told} /> : null}
      {names.length === 0 ? <p class="empty">{say(AGREEMENTS.none)}</p> : null}
      {names.map((name) => (
        <Agreement view={view} name={name} versions={texts.filter(({ agreement }) => agreement === name).reverse()} />
      ))}
      {decides(visit) ? <PublishForm visit={visit} told={told} /> : null}
    </Page>
  );
}

interface AgreementProps {
  readonly view: View;
  readonly name: string;
  /** The newest first. */
  readonly versions: readonly Text[];
}

function Agreement({ view: { say }, name, versions }: AgreementProps) {
  return (
    <TableSection
      title={name}
      id={`agreement-${name}`}
      empty={say(AGREEMENTS.none)}
      columns={[
        { title: say(AGREEMENTS.version), is: 'row' },
        { title: say(AGREEMENTS.state) },
        { title: say(AGREEMENTS.since) },
        { title: say(AGREEMENTS.hash) },
        { title: say(AGREEMENTS.signedBy) },
      ]}
      rows={versions.map(({ version, inForce, sinceMs, hash, signedBy }) => [
        version,
        <Badge tone={inForce ? 'good' : 'calm'}>{say(inForce ? AGREEMENTS.inForce : AGREEMENTS.former)}</Badge>,
        momentText(say, sinceMs),
        <span class="hash">{hash}</span>,
        namesText(say, signedBy),
      ])}
    >
      {versions.map(({ version, text }) => (
        <details>
          <summary>{say(AGREEMENTS.text, { version })}</summary>
          <p class="verbatim" dir="auto">
            {text}
          </p>
        </details>
      ))}
    </TableSection>
  );
}

function PublishForm({ visit, told }: DecidingProps) {
  const { say } = visit.view;
  const form = { visit, told, form: 'publish' } as const;
  return (
    <DecisionForm
      {...form}
      title={say(AGREEMENTS.publishTitle)}
      note={say(AGREEMENTS.publishNote)}
      action="/agreements/publish"
      submit={say(DECISIONS.propose)}
    >
      <DecisionField
        {...form}
        name="name"
        label={say(AGREEMENTS.name)}
        hint={say(AGREEMENTS.nameHint)}
        more={{ maxlength: 63 }}
      />
      <DecisionField
        {...form}
        name="text"
        label={say(AGREEMENTS.newText)}
        hint={say(AGREEMENTS.newHint)}
        more={{ minlength: 50, maxlength: LIMITS.agreementCharactersMax }}
        lines={12}
      />
    </DecisionForm>
  );
}
