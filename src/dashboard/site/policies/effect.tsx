import { Notice } from '../../layout/parts.tsx';
import type { View } from '../../layout/view.ts';
import { CHANGES } from '../../texts/changes.table.ts';
import type { Pending } from '../decisions/inbox.tsx';
import { DiffParts, whatFollows } from './diff.tsx';
import { diffAddress, handleOf, type KnownPolicy } from './versions.tsx';

type Named = Pick<KnownPolicy, 'name' | 'deidentification' | 'disclosure'>;

export interface PolicyEffectProps {
  readonly view: View;
  readonly wanted: PolicyAction;
  readonly policies: readonly KnownPolicy[];
}

type PolicyAction = Extract<Pending['action'], { kind: 'policy' }>['body'];

/** What a policy that waits for signatures would change: whoever signs it second sees what the first was shown. */
export function PolicyEffect({ view, wanted, policies }: PolicyEffectProps) {
  const { say } = view;
  const [now, it] = [policies.find(({ inForce }) => inForce), policies.find((one) => isSame(one, wanted))];
  if (now === undefined || it === undefined) {
    return <Notice tone="bad">{say(CHANGES.noDocument)}</Notice>;
  }
  if (it.diff === undefined) {
    return <Notice tone="calm">{say(CHANGES.sameAsNow)}</Notice>;
  }
  const isOfNow = wanted.from !== undefined && isSame(now, wanted.from);
  return (
    <>
      {isOfNow ? null : <Notice tone="bad">{say(CHANGES.fromOther)}</Notice>}
      <p class="note">{say(whatFollows(it.diff))}</p>
      <DiffParts view={view} diff={it.diff} />
      <p>
        <a href={diffAddress(handleOf(policies, now), handleOf(policies, it))}>{say(CHANGES.seeAlone)}</a>
      </p>
    </>
  );
}

/** What the form says that it was shown for: the policy in whose place it was compared. */
export function comparedWith(policies: readonly KnownPolicy[]): string {
  const now = policies.find(({ inForce }) => inForce);
  return now === undefined ? '' : `${now.deidentification} ${now.disclosure}`;
}

function isSame(one: Named, { name, deidentification, disclosure }: Named): boolean {
  return one.name === name && one.deidentification === deidentification && one.disclosure === disclosure;
}
