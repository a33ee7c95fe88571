import type { Action, ReadAction } from '../contract/index.ts';
import type { Pending } from './pending.ts';
import type { Person } from './person.ts';
import type { Project } from './project.ts';
import { SEATS } from './roles.table.ts';

/** Whom an approval is judged by. */
export interface Known {
  readonly people: ReadonlyMap<string, Person>;
  readonly projects: ReadonlyMap<string, Project>;
  readonly pending: ReadonlyMap<string, Pending>;
}

/** The people who approved an action, or one sentence that says what is missing. */
export type Approval = { readonly people: readonly string[] } | { readonly missing: string };

/** Judges who signed an action: as many different people as its kind takes, in their roles, and never for themselves. */
export function approvalOf({ action, signers }: ReadAction, known: Known): Approval {
  if (isWithdrawal(action, signers, known)) {
    return { people: signers.map((key) => nameOf(key, known)) };
  }
  const signed = [...known.people.values()].filter(({ key }) => signers.includes(key));
  if (signed.length < signers.length) {
    return { missing: 'A key that signed belongs to nobody who is enrolled here.' };
  }
  const gains = applicantsOf(action, known);
  const others = signed.filter((one) => !gains(one));
  const seats = SEATS[action.kind];
  if (filled(seats, others) < seats.length) {
    const who = seats.map((roles) => `a ${roles.join(' or ')}`).join(' and ');
    const different = seats.length > 1 ? ', different people and not both of other sites' : ' of this site';
    const own = others.length < signed.length ? ' Nobody decides for themselves.' : '';
    return { missing: `A ${action.kind} takes the signatures of ${who}${different}.${own}` };
  }
  return { people: signed.map(({ person }) => person) };
}

/** The people whose signature would bring an action nearer to what it takes, by name. */
export function mayStillSign({ action, signers }: ReadAction, known: Known): readonly string[] {
  const gains = applicantsOf(action, known);
  const able = [...known.people.values()].filter((one) => !gains(one));
  const signed = able.filter(({ key }) => signers.includes(key));
  const seats = SEATS[action.kind];
  const so = filled(seats, signed);
  return able
    .filter((one) => !signers.includes(one.key) && filled(seats, [...signed, one]) > so)
    .map(({ person }) => person);
}

/**
 * How many seats can be given to different people, with keys of their own: one key under two names is one person. Officers of
 * other sites take one seat at most, and never the only one.
 */
function filled(
  seats: readonly (readonly string[])[],
  people: readonly Person[],
  guests = seats.length > 1 ? 1 : 0,
): number {
  const [seat, ...rest] = seats;
  if (seat === undefined) {
    return 0;
  }
  const takers = people.filter(
    ({ roles, site }) => roles.some((role) => seat.includes(role)) && (site === undefined || guests > 0),
  );
  const counts = takers.map((one) => {
    const others = people.filter((other) => other.person !== one.person && other.key !== one.key);
    return 1 + filled(rest, others, one.site === undefined ? guests : guests - 1);
  });
  return Math.max(filled(rest, people, guests), ...counts);
}

/** Whoever signed a pending action may take it back alone. */
function isWithdrawal(action: Action, signers: readonly string[], { pending }: Known): boolean {
  const own = action.kind === 'decline' ? (pending.get(action.body.action)?.signers ?? []) : [];
  return signers.length > 0 && signers.every((key) => own.includes(key));
}

/** Whose key this is. */
export function nameOf(key: string, { people, projects }: Known): string {
  const members = [...projects.values()].flatMap((project) => project.members);
  return [...people.values(), ...members].find((one) => one.key === key)?.person ?? 'an applicant';
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
