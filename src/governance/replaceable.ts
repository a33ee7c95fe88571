import { enrolled, filled } from './approval.ts';
import type { Decisions } from './decisions.ts';
import { SEATS } from './roles.table.ts';

/** Whether a site can still decide, and without whom it no longer could. */
export interface Replaceable {
  /** Whether enough people with keys that are accepted are left to enrol somebody; none have to be where nobody is enrolled. */
  readonly canEnrol: boolean;
  /** Those who decide and whose key, once it is lost, nobody could replace: without them too few are left to enrol anybody. */
  readonly onlyOnes: readonly string[];
}

/** Looks ahead to a key that is lost, as nothing brings people in but a decision of people who are there. */
export function replaceableIn(decisions: Decisions): Replaceable {
  const able = enrolled(decisions).filter(({ key }) => !decisions.revoked.has(key));
  const suffice = (people: typeof able): boolean => filled(SEATS.enrol, people) === SEATS.enrol.length;
  const canEnrol = decisions.people.size === 0 || suffice(able);
  const without = (one: string): typeof able => able.filter(({ person }) => person !== one);
  const onlyOnes = canEnrol ? able.map(({ person }) => person).filter((one) => !suffice(without(one))) : [];
  return { canEnrol, onlyOnes: onlyOnes.sort() };
}
