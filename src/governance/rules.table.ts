import type { Action, Role } from '../contract/index.ts';

const OFFICER: readonly Role[] = ['privacy-officer'];
const EITHER: readonly Role[] = ['steward', 'privacy-officer'];
const TWO = [OFFICER, EITHER] as const;

/** Who has to sign what: each entry is another person, in one of these roles. */
export const RULES: Readonly<Record<Action['kind'], readonly (readonly Role[])[]>> = {
  grant: TWO,
  // An incident is stopped at once; starting again takes two.
  freeze: [EITHER],
  unfreeze: TWO,
  policy: TWO,
  recovery: TWO,
  enrol: TWO,
  dismiss: TWO,
};
