import type { Check } from './check.ts';

/** The policy that the configuration names: where people decided on another, that one counts, and the configuration's no longer. */
export function policyCheck(named: string, inForce: string | undefined): Check {
  return inForce === undefined || inForce === named
    ? { name: 'policy', state: 'ok', sentence: `${named} is valid.` }
    : {
        name: 'policy',
        state: 'warning',
        sentence: `The site works under ${inForce}, as its journal says, and not under ${named}, which the configuration names.`,
      };
}
