import {
  keptSentence,
  type PolicyAtStart,
  policyAtStart,
  type RecordedSite,
  undecidedSentence,
} from '../../node/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Check } from './check.ts';

/** The policy that the configuration names, and what the next start makes of it. */
export function policyCheck(policy: Policy, recorded: RecordedSite | undefined): Check {
  const current = recorded?.catalog.policy()?.name;
  if (recorded === undefined || current === undefined) {
    return { name: 'policy', state: 'ok', sentence: `${policy.name} is valid.` };
  }
  const { state, sentenceOf } = CHECKS[policyAtStart(recorded, policy)];
  return { name: 'policy', state, sentence: sentenceOf({ recorded, policy, current }) };
}

interface Stands {
  readonly recorded: RecordedSite;
  readonly policy: Policy;
  readonly current: string;
}

const CHECKS: Readonly<Record<PolicyAtStart, Pick<Check, 'state'> & { sentenceOf: (stands: Stands) => string }>> = {
  'in-force': { state: 'ok', sentenceOf: ({ policy }) => `${policy.name} is valid, and in force.` },
  kept: { state: 'warning', sentenceOf: ({ recorded, policy }) => keptSentence(recorded, policy) },
  comes: {
    state: 'warning',
    sentenceOf: ({ policy, current }) =>
      `The next start brings ${policy.name} into force, which the configuration names; until then it is ${current}.`,
  },
  undecided: {
    state: 'failed',
    sentenceOf: ({ policy, current }) => `A start is refused. ${undecidedSentence(policy.name, current)}`,
  },
};
