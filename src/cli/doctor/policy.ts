import { type PolicyAtStart, policyAtStart, type RecordedSite, undecidedSentence } from '../../node/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Check } from './check.ts';

/** The policy that the configuration names, and what the next start makes of it. */
export function policyCheck(policy: Policy, recorded: RecordedSite | undefined): Check {
  const current = recorded?.catalog.policy()?.name;
  return recorded === undefined || current === undefined
    ? { name: 'policy', state: 'ok', sentence: `${policy.name} is valid.` }
    : CHECKS[policyAtStart(recorded, policy)](policy.name, current);
}

/** The journal's policy, where people have decided on another than the configuration names. */
export function keptPolicy(named: string, current: string): string {
  return `The site works under ${current}, as its journal says, and not under ${named}, which the configuration names.`;
}

const CHECKS: Readonly<Record<PolicyAtStart, (named: string, current: string) => Check>> = {
  'in-force': (named) => ({ name: 'policy', state: 'ok', sentence: `${named} is valid, and in force.` }),
  kept: (named, current) => ({ name: 'policy', state: 'warning', sentence: keptPolicy(named, current) }),
  comes: (named, current) => ({
    name: 'policy',
    state: 'warning',
    sentence: `The next start brings ${named} into force, which the configuration names; until then it is ${current}.`,
  }),
  undecided: (named, current) => ({
    name: 'policy',
    state: 'failed',
    sentence: `A start is refused. ${undecidedSentence(named, current)}`,
  }),
};
