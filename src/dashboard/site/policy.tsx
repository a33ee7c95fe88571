import type { VerbOutput } from '../../node/index.ts';
import { Page } from '../layout/page.tsx';
import { Badge, Facts, Section, type Tone } from '../layout/parts.tsx';
import { Table } from '../layout/table.tsx';
import type { View } from '../layout/view.ts';
import { POLICY } from '../texts/policy.table.ts';
import { RISKS } from '../texts/risks.table.ts';
import { SITE } from '../texts/site.table.ts';
import type { Visit } from './visit.ts';

type Policy = VerbOutput['policy'];

const TONES: Readonly<Record<Policy['fields'][number]['risk'], Tone>> = {
  direct: 'bad',
  strong: 'bad',
  weak: 'wait',
  technical: 'calm',
};

/** The policy in force: what is kept, what may be asked, and why. */
export function PolicyPage({ visit, policy }: { readonly visit: Visit; readonly policy: Policy }) {
  const { view } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(SITE.policy)} lead={say(POLICY.lead)}>
      <Section title={say(POLICY.inForce)} id="in-force">
        <Facts
          facts={[
            [say(POLICY.inForce), `${policy.name} – ${policy.title}`],
            [say(POLICY.why), <span lang="en">{policy.why}</span>],
            [say(POLICY.approvals), say(POLICY.approvalsText, policy.approvals)],
            [say(POLICY.deidentification), <span class="hash">{policy.hashes.deidentification}</span>],
            [say(POLICY.disclosure), <span class="hash">{policy.hashes.disclosure}</span>],
          ]}
        />
      </Section>
      <Limits view={view} policy={policy} />
      <Fields view={view} policy={policy} />
    </Page>
  );
}

function Limits({ view, policy }: { readonly view: View; readonly policy: Policy }) {
  const { say } = view;
  return (
    <Section title={say(POLICY.limits)} id="limits">
      <p class="note">{say(POLICY.wordsIn)}</p>
      <Table
        caption={say(POLICY.limits)}
        hiddenCaption
        empty={say(POLICY.noFields)}
        columns={[
          { title: say(POLICY.limit), is: 'row' },
          { title: say(POLICY.value) },
          { title: say(POLICY.reason) },
          { title: say(POLICY.source) },
        ]}
        rows={policy.limits.map(({ name, value, reason, source }) => [
          <code>{name}</code>,
          value,
          <span lang="en">{reason}</span>,
          <span lang="en">{source}</span>,
        ])}
      />
    </Section>
  );
}

function Fields({ view, policy }: { readonly view: View; readonly policy: Policy }) {
  const { say } = view;
  return (
    <Section title={`${say(POLICY.fields)} (${policy.fields.length})`} id="fields">
      <Table
        caption={say(POLICY.fields)}
        hiddenCaption
        empty={say(POLICY.noFields)}
        columns={[
          { title: say(POLICY.field), is: 'row' },
          { title: say(POLICY.risk) },
          { title: say(POLICY.role) },
          { title: say(POLICY.transform) },
          { title: say(POLICY.reason) },
        ]}
        rows={policy.fields.map(({ keyword, tag, risk, role, transform, reason }) => [
          <>
            {keyword} <code>({tag})</code>
          </>,
          <Badge tone={TONES[risk]}>{say(RISKS[risk])}</Badge>,
          role,
          transform,
          <span lang="en">{reason}</span>,
        ])}
      />
    </Section>
  );
}
