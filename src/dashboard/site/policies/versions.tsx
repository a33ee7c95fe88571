import type { VerbOutput } from '../../../node/index.ts';
import { Field } from '../../layout/form.tsx';
import { Badge, Section, type Tone } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import type { View } from '../../layout/view.ts';
import { CHANGES } from '../../texts/changes.table.ts';
import { DECISIONS } from '../../texts/decisions.table.ts';
import { DIRECTIONS } from '../../texts/directions.table.ts';
import { POLICY } from '../../texts/policy.table.ts';
import type { Say } from '../../texts/say.ts';
import { type DecidingProps, DecisionField, DecisionForm } from '../deciding.tsx';

export type KnownPolicy = VerbOutput['policies']['policies'][number];

interface VersionsProps {
  readonly view: View;
  readonly policies: readonly KnownPolicy[];
}

/** The policies of which the site has the document: which is in force, which comes with the next publish, how each differs. */
export function PolicyVersions({ view, policies }: VersionsProps) {
  const { say } = view;
  const now = policies.find(({ inForce }) => inForce);
  return (
    <TableSection
      title={say(CHANGES.versions)}
      id="versions"
      empty={say(CHANGES.none)}
      columns={[
        { title: say(CHANGES.policy), is: 'row' },
        { title: say(CHANGES.state) },
        { title: say(POLICY.disclosure) },
        { title: say(CHANGES.against) },
      ]}
      rows={policies.map((one) => [
        one.name,
        <StateBadge say={say} policy={one} />,
        <span class="hash">{one.disclosure.slice(0, 16)}…</span>,
        one.diff === undefined || now === undefined ? (
          ''
        ) : (
          <a href={diffAddress(handleOf(policies, now), handleOf(policies, one))}>
            {say(DIRECTIONS[one.diff.direction])}
          </a>
        ),
      ])}
    />
  );
}

function StateBadge({ say, policy }: { readonly say: Say; readonly policy: KnownPolicy }) {
  const [tone, text]: [Tone, string] = policy.inForce
    ? ['good', say(CHANGES.inForce)]
    : policy.waiting
      ? ['wait', say(CHANGES.waiting)]
      : ['calm', say(CHANGES.onRecord)];
  return <Badge tone={tone}>{text}</Badge>;
}

/** By what a policy is asked for: its name, or, where two on record share it, the hash that tells them apart. */
export function handleOf(policies: readonly KnownPolicy[], { name, disclosure }: KnownPolicy): string {
  return policies.filter((one) => one.name === name).length > 1 ? disclosure : name;
}

function optionsOf(policies: readonly KnownPolicy[], among = policies): readonly (readonly [string, string])[] {
  return among.map((one) => {
    const handle = handleOf(policies, one);
    return [handle, handle === one.name ? one.name : `${one.name} (${one.disclosure.slice(0, 12)}…)`] as const;
  });
}

export function diffAddress(before: string, after: string): string {
  return `/policy/diff?${new URLSearchParams({ before, after })}`;
}

/** Asks for the difference of any two: a look, which changes nothing. */
export function CompareForm({
  view,
  policies,
  chosen,
}: VersionsProps & { readonly chosen?: { readonly before: string; readonly after: string } }) {
  const { say } = view;
  const options = optionsOf(policies);
  const [last = '', first = ''] = [options[0]?.[0], options[1]?.[0]];
  const { before, after } = chosen ?? { before: first, after: last };
  return (
    <Section title={say(CHANGES.compareTitle)} id="compare">
      <form class="form inline" method="get" action="/policy/diff">
        <Field view={view} name="before" label={say(CHANGES.before)} value={before} options={options} required />
        <Field view={view} name="after" label={say(CHANGES.after)} value={after} options={options} required />
        <button type="submit">{say(CHANGES.compare)}</button>
      </form>
    </Section>
  );
}

/** Proposes to go back to a policy that is on record. */
export function RollbackForm({ visit, told, policies }: DecidingProps & Pick<VersionsProps, 'policies'>) {
  const { say } = visit.view;
  const form = { visit, told, form: 'rollback' } as const;
  const others = policies.filter(({ inForce }) => !inForce);
  return others.length === 0 ? null : (
    <DecisionForm
      {...form}
      title={say(CHANGES.rollbackTitle)}
      note={say(CHANGES.rollbackNote)}
      action="/policy/rollback"
      submit={say(DECISIONS.propose)}
    >
      <DecisionField {...form} name="policy" label={say(CHANGES.policy)} options={optionsOf(policies, others)} />
    </DecisionForm>
  );
}
