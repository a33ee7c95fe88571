import type { Action, ReadAction } from '../contract/index.ts';
import type { Person } from './person.ts';
import type { Project } from './project.ts';
import { RULES } from './rules.table.ts';

/** Whom an approval is judged by. */
export interface Known {
  readonly people: ReadonlyMap<string, Person>;
  readonly projects: ReadonlyMap<string, Project>;
}

/** The people who approved an action, or one sentence that says what is missing. */
export type Approval = { readonly people: readonly string[] } | { readonly missing: string };

/** Judges who signed an action: as many different people as its kind takes, in their roles, and never for themselves. */
export function approvalOf({ action, signers }: ReadAction, known: Known): Approval {
  const signed = [...known.people.values()].filter(({ key }) => signers.includes(key));
  if (signed.length < signers.length) {
    return { missing: 'A key that signed belongs to nobody who is enrolled here.' };
  }
  const gains = applicantsOf(action, known);
  const others = signed.filter((one) => !gains(one));
  const seats = RULES[action.kind];
  if (!fill(seats, others)) {
    const who = seats.map((roles) => `a ${roles.join(' or ')}`).join(' and ');
    const own = others.length < signed.length ? ' Nobody decides for themselves.' : '';
    return { missing: `A ${action.kind} takes the signatures of ${who}, different people.${own}` };
  }
  return { people: signed.map(({ person }) => person) };
}

/** Whether the seats can be given to different people, with keys of their own: one key under two names is one person. */
function fill(seats: readonly (readonly string[])[], people: readonly Person[]): boolean {
  const [seat, ...rest] = seats;
  return (
    seat === undefined ||
    people.some(
      (one) =>
        one.roles.some((role) => seat.includes(role)) &&
        fill(
          rest,
          people.filter((other) => other.person !== one.person && other.key !== one.key),
        ),
    )
  );
}

/** Who gains by an action, by name or key, and so doesn't count: analysts for their meters, a project's members for its meter. */
function applicantsOf(action: Action, { projects }: Known): (one: Person) => boolean {
  if (action.kind === 'enrol' || action.kind === 'dismiss') {
    return ({ person }) => person === action.body.person;
  }
  const scope = action.kind === 'grant' ? action.body.meter : action.kind === 'unfreeze' ? action.body.scope : '';
  const [what, name] = scope.split(':');
  const members = [...projects.values()].flatMap((project) =>
    project.members.filter(({ person }) =>
      what === 'project' ? project.id === name : what === 'analyst' && person === name,
    ),
  );
  return ({ person, key }) =>
    (what === 'analyst' && person === name) || members.some((member) => member.person === person || member.key === key);
}
