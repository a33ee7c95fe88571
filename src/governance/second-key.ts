import type { Decisions } from './decisions.ts';
import { hasEnded, type Member } from './project.ts';

/**
 * The person to whom members would give a second key, if any. Budgets and agreements are a person's, and a key that is named as theirs
 * spends the one and has signed the other; so there is one key at a time, until it is revoked or over.
 */
export function secondKey(members: readonly Member[], decisions: Decisions, nowMs: number): string | undefined {
  const isNew = ({ key }: Member): boolean => !decisions.persons.has(key);
  return members.find((member) => {
    const others = [...members, ...keysInUse(decisions, nowMs)];
    return isNew(member) && others.some(({ person, key }) => person === member.person && key !== member.key);
  })?.person;
}

function keysInUse({ projects, revoked }: Decisions, nowMs: number): readonly Member[] {
  return [...projects.values()]
    .filter((project) => !hasEnded(project, nowMs))
    .flatMap(({ members }) => members)
    .filter(({ key, expires = Number.POSITIVE_INFINITY }) => !revoked.has(key) && expires > nowMs);
}
