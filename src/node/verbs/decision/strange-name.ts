import { didYouMean, nearest } from '../../../base/index.ts';
import type { NodeContext } from '../../context.ts';

type Known = Pick<NodeContext, 'governance' | 'refusalLog'>;

interface Named {
  readonly project?: string | undefined;
  readonly person?: string | undefined;
}

/** That nothing here has a name by which something was asked for, in words: without them it would look as if nothing had happened. */
export function strangeName({ governance, refusalLog }: Known, { project, person }: Named): Strange {
  const { log, decisions } = governance;
  // Questions name projects that were never decided on.
  const refusals = refusalLog.refusals();
  const projects = [
    ...decisions.projects.keys(),
    ...log.flatMap((entry) => entry.projects),
    ...refusals.flatMap((one) => one.project ?? []),
  ];
  if (project !== undefined && !projects.includes(project)) {
    return strange(`Nothing on record is about a project ${project}`, { given: project, known: projects });
  }
  const members = [...decisions.projects.values()].flatMap((one) => one.members);
  const people = [
    ...[...decisions.people.keys(), ...decisions.persons.values(), ...members.map((member) => member.person)],
    ...log.flatMap((entry) => [...entry.who, ...entry.people]),
    ...refusals.map((one) => one.person),
  ];
  return person === undefined || people.includes(person)
    ? {}
    : strange(`Nothing on record is by or about a person ${person}`, { given: person, known: people });
}

/** `strange` where a name is, and `near` where another is near it. */
export interface Strange {
  readonly strange?: string;
  readonly near?: string;
}

function strange(sentence: string, { given, known }: { given: string; known: readonly string[] }): Strange {
  const near = nearest(given, known);
  return { strange: `${sentence}${didYouMean(given, known) || '.'}`, ...(near !== undefined && { near }) };
}
