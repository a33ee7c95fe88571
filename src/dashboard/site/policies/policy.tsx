import type { VerbOutput } from '../../../node/index.ts';
import { Page } from '../../layout/page.tsx';
import { Badge, Facts, Section, type Tone } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import type { View } from '../../layout/view.ts';
import { ASSESSMENT } from '../../texts/assessment.table.ts';
import { CHANGES } from '../../texts/changes.table.ts';
import { POLICY } from '../../texts/policy.table.ts';
import { RISKS } from '../../texts/risks.table.ts';
import { SITE } from '../../texts/site.table.ts';
import { DecidingHead, type DecidingProps, decides } from '../deciding.tsx';
import { CompareForm, type KnownPolicy, PolicyVersions, RollbackForm } from './versions.tsx';

type Policy = VerbOutput['policy'];

const TONES: Readonly<Record<Policy['fields'][number]['risk'], Tone>> = {
  direct: 'bad',
  strong: 'bad',
  weak: 'wait',
  technical: 'calm',
};

export interface PolicyProps extends DecidingProps {
  readonly policy: Policy;
  readonly policies: readonly KnownPolicy[];
}

/** The policy in force: what is kept, what may be asked, and why; the others on record, and the way back to one of them. */
export function PolicyPage({ visit, told, policy, policies }: PolicyProps) {
  const { view } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(SITE.policy)} lead={say(POLICY.lead)}>
      {decides(visit) && policies.length > 1 ? <DecidingHead visit={visit} told={told} /> : null}
      <Section title={say(POLICY.inForce)} id="in-force">
        <Facts
          facts={[
            [
              say(POLICY.inForce),
              <>
                {policy.name} – <span lang="en">{policy.title}</span>
              </>,
            ],
            [say(POLICY.why), <span lang="en">{policy.why}</span>],
            [say(POLICY.approvals), say(POLICY.approvalsText, policy.approvals)],
            [say(POLICY.deidentification), <span class="hash">{policy.hashes.deidentification}</span>],
            [say(POLICY.disclosure), <span class="hash">{policy.hashes.disclosure}</span>],
          ]}
        />
      </Section>
      <PolicyVersions view={view} policies={policies} />
      {policies.length > 1 ? <CompareForm view={view} policies={policies} /> : null}
      {decides(visit) ? (
        <p class="actions">
          <a class="button plain" href="/policy/new">
            {say(CHANGES.newTitle)}
          </a>
          {visit.roles.includes('privacy-officer') ? (
            <a class="button plain" href="/risk">
              {say(ASSESSMENT.title)}
            </a>
          ) : null}
        </p>
      ) : null}
      {decides(visit) ? <RollbackForm visit={visit} told={told} policies={policies} /> : null}
      <Limits view={view} policy={policy} />
      <Fields view={view} policy={policy} />
    </Page>
  );
}

function Limits({ view, policy }: { readonly view: View; readonly policy: Policy }) {
  const { say } = view;
  return (
    <TableSection
      title={say(POLICY.limits)}
      id="limits"
      note={say(POLICY.wordsIn)}
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
  );
}

function Fields({ view, policy }: { readonly view: View; readonly policy: Policy }) {
  const { say } = view;
  return (
    <TableSection
      title={`${say(POLICY.fields)} (${policy.fields.length})`}
      id="fields"
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
  );
}
