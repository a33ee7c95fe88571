import { didYouMean } from '../../../base/index.ts';
import type { NodeContext } from '../../context.ts';

interface Named {
  readonly project?: string | undefined;
  readonly person?: string | undefined;
}

/** That nothing here has a name by which something was asked for, in words: without them it would look as if nothing had happened. */
export function strangeName({ governance }: Pick<NodeContext, 'governance'>, { project, person }: Named): Strange {
  const { log, decisions } = governance;
  const projects = [...decisions.projects.keys(), ...log.flatMap((entry) => entry.projects)];
  if (project !== undefined && !projects.includes(project)) {
    return { strange: `Nothing on record is about a project ${project}${didYouMean(project, projects) || '.'}` };
  }
  const members = [...decisions.projects.values()].flatMap((one) => one.members);
  const people = [
    ...[...decisions.people.keys(), ...decisions.persons.values(), ...members.map((member) => member.person)],
    ...log.flatMap((entry) => [...entry.who, ...entry.people]),
  ];
  return person === undefined || people.includes(person)
    ? {}
    : { strange: `Nothing on record is by or about a person ${person}${didYouMean(person, people) || '.'}` };
}

/** `strange` where a name is. */
export interface Strange {
  readonly strange?: string;
}
