import { nameOfPolicy } from '../governance/index.ts';
import type { Policy } from '../policy/index.ts';
import type { NodeContext } from './context.ts';

/**
 * What a start does with the policy that the configuration names: it is `in-force`; it `comes` into force; the journal's is `kept`,
 * because people have decided since; or the start is refused, because people decide here and haven't on this one (`undecided`).
 */
export type PolicyAtStart = 'in-force' | 'comes' | 'kept' | 'undecided';

/** What a start does with `policy`, by what is on record. */
export function policyAtStart({ catalog, governance }: OnRecord, policy: Policy): PolicyAtStart {
  const name = nameOfPolicy(policy);
  const current = catalog.policy();
  const isSame =
    current?.name === name.name &&
    current.deidentification === name.deidentification &&
    current.disclosure === name.disclosure;
  if (isSame) {
    return 'in-force';
  }
  if (governance.superseding(name) !== undefined) {
    return 'kept';
  }
  const decidesAlone = current === undefined || governance.decisions.people.size === 0;
  return decidesAlone || governance.approvesPolicy(name) ? 'comes' : 'undecided';
}

type OnRecord = Pick<NodeContext, 'catalog' | 'governance'>;

/** That the journal's policy is kept, where people have decided on another than the configuration names, and how that one would come into force. */
export function keptSentence({ catalog, governance }: OnRecord, policy: Policy): string {
  const { name } = policy;
  const kept = `The site works under ${catalog.policy()?.name}, as its journal says, and not under ${name}, which the configuration names.`;
  switch (governance.approvalOfPolicy(nameOfPolicy(policy))) {
    case 'last':
      return `${kept} ${name} comes into force with the next publish.`;
    case 'outdated':
      return `${kept} ${name} was approved, and another since: to bring it into force, approve it again (\`sfumato policy approve FILE\`).`;
    case 'none':
      return `${kept} To bring ${name} into force, approve it (\`sfumato policy approve FILE\`).`;
  }
}

/** Why a start under a policy is refused that the people who decide here haven't signed. */
export function undecidedSentence(named: string, current: string | undefined): string {
  return named === current
    ? `The document of ${named} that \`policy\` names is not the one on record, under the same name: it was changed since. Put the one that was signed there, or give the changed one a version of its own and have two people sign it (\`sfumato policy approve FILE\`).`
    : `This site works under ${current}; ${named} comes into force once two people have signed it (\`sfumato policy approve FILE\`). Until then let \`policy\` name the one in force.`;
}
