import type { VerbOutput } from '../../../node/index.ts';
import { Page } from '../../layout/page.tsx';
import { Badge, Facts, Section, type Tone } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import type { View } from '../../layout/view.ts';
import { CHANGES } from '../../texts/changes.table.ts';
import { DIRECTIONS } from '../../texts/directions.table.ts';
import { POLICY } from '../../texts/policy.table.ts';
import type { Say } from '../../texts/say.ts';
import type { Visit } from '../visit.ts';
import { CompareForm, type KnownPolicy } from './versions.tsx';

type Diff = VerbOutput['policy-diff'];

const TONES: Readonly<Record<Diff['direction'], Tone>> = { loosening: 'bad', tightening: 'good', neutral: 'calm' };

export interface PolicyDiffProps {
  readonly visit: Visit;
  readonly diff: Diff;
  readonly policies: readonly KnownPolicy[];
  readonly chosen: { readonly before: string; readonly after: string };
}

/** How two policies differ, change by change, and what that means. */
export function PolicyDiffPage({ visit, diff, policies, chosen }: PolicyDiffProps) {
  const { view } = visit;
  const { say } = view;
  const { before, after } = diff;
  return (
    <Page view={view} title={say(CHANGES.diffTitle, { before, after })} lead={say(CHANGES.diffLead)}>
      <DiffParts view={view} diff={diff} />
      <CompareForm view={view} policies={policies} chosen={chosen} />
      <p>
        <a href="/policy">{say(CHANGES.back)}</a>
      </p>
    </Page>
  );
}

/** What a change comes to, and each of its parts. */
export function DiffParts({ view: { say }, diff }: { readonly view: View; readonly diff: Diff }) {
  const { direction, approvals, changes, consequences } = diff;
  return (
    <>
      <Section title={say(CHANGES.effect)} id="effect">
        <Facts
          facts={[
            [say(CHANGES.direction), <DirectionBadge say={say} direction={direction} />],
            [say(CHANGES.approvals), approvals],
            [
              say(CHANGES.means),
              <ul class="plain-list" lang="en">
                {consequences.map((sentence) => (
                  <li>{sentence}</li>
                ))}
              </ul>,
            ],
          ]}
        />
      </Section>
      <TableSection
        title={say(CHANGES.changes, { n: changes.length })}
        id="changes"
        note={say(POLICY.wordsIn)}
        empty={say(CHANGES.noChange)}
        columns={[
          { title: say(CHANGES.subject), is: 'row' },
          { title: say(CHANGES.part) },
          { title: say(CHANGES.direction) },
          { title: say(CHANGES.sentence) },
        ]}
        rows={changes.map((change) => [
          <span lang="en">{change.subject}</span>,
          <span lang="en">{change.part}</span>,
          <DirectionBadge say={say} direction={change.direction} />,
          <span lang="en">{change.sentence}</span>,
        ])}
      />
    </>
  );
}

function DirectionBadge({ say, direction }: { readonly say: Say; readonly direction: Diff['direction'] }) {
  return <Badge tone={TONES[direction]}>{say(DIRECTIONS[direction])}</Badge>;
}

/** When a policy would be in force, and by whose signatures. */
export function whatFollows({ same, direction }: Diff) {
  const isTightening = direction === 'tightening';
  if (!same.deidentification) {
    return isTightening ? CHANGES.followsOtherTighter : CHANGES.followsOther;
  }
  return isTightening ? CHANGES.followsTighter : CHANGES.followsLooser;
}
