import { z } from 'zod';
import type { Action } from '../contract/index.ts';
import { agreementHash } from './agreement.ts';
import { isTightening } from './approval.ts';
import { breach } from './breach.ts';
import type { BodyOf, Decisions } from './decisions.ts';
import { Person } from './person.ts';
import type { KnownProject } from './project.ts';
import { revoke } from './revocations.ts';

// What each kind of action does to the decisions of a site, once it is approved.

/** An action that is taken in, and the circumstances. */
export interface Taking {
  readonly action: Action;
  readonly people: readonly string[];
  readonly atMs: number;
  /** The number of the record. */
  readonly seq: number;
}

type Effect<K extends Action['kind']> = (decisions: Decisions, body: BodyOf<K>, taking: Taking) => void;

const EFFECTS: { readonly [K in Action['kind']]: Effect<K> } = {
  grant: ({ given }, { meter, epsilon }, { action: { id, reason } }) =>
    void given.push({ action: id, meter, epsilon, reason, first: false }),
  freeze: openIncident,
  unfreeze(decisions, { scope }, { atMs }) {
    decisions.frozen.delete(scope);
    for (const incident of decisions.incidents.values()) {
      if (incident.scope === scope && incident.unfrozenAtMs === undefined) {
        decisions.incidents.set(incident.id, { ...incident, unfrozenAtMs: atMs });
      }
    }
  },
  note({ incidents }, { incident: id, text, corrective }, { people, atMs }) {
    const incident = incidents.get(id) ?? breach('a note is on no incident');
    const note = { atMs, by: people, text, corrective };
    incidents.set(id, { ...incident, notes: [...incident.notes, note] });
  },
  close({ incidents }, { incident: id }, { people, atMs }) {
    const incident = incidents.get(id) ?? breach('no incident was closed');
    incidents.set(id, { ...incident, closedAtMs: atMs, closedBy: people });
  },
  policy: (decisions, body) =>
    void decisions.policies.push({
      ...body,
      snapshots: decisions.seen.snapshots,
      tightening: isTightening(body, decisions),
    }),
  enrol: ({ people }, body) => void people.set(body.person, Person.parse(body)),
  dismiss: ({ people }, { person }) => void people.delete(person),
  recovery: () => undefined,
  decline: () => breach('a decline is no action that is taken'),
  project(decisions, { project: id, epsilon, ...terms }, taking) {
    setProject(decisions, { ...terms, id, epsilon });
    give(decisions, { meter: `project:${id}`, epsilon: epsilon.project }, taking);
    giveMembers(decisions, id, taking);
  },
  amend(decisions, { project: id, ...terms }, taking) {
    const project = decisions.projects.get(id) ?? breach('no project was amended');
    setProject(decisions, amended(project, terms));
    giveMembers(decisions, id, taking);
  },
  end({ projects }, { project: id }, { people, atMs, action: { reason } }) {
    const project = projects.get(id) ?? breach('no project was ended');
    projects.set(id, { ...project, ended: { atMs, by: people, reason } });
  },
  agreement({ agreements }, { agreement: id, text }, { atMs }) {
    const former = agreements.get(id) ?? [];
    const next = { version: former.length + 1, text, hash: agreementHash(text), sinceMs: atMs };
    agreements.set(id, [...former, next]);
  },
  agree: ({ agreed }, { person, hash }) => void agreed.add(`${person} ${hash}`),
  revoke: (decisions, { key }, { seq }) => revoke(decisions, key, seq),
};

/** Does what an action says. The kind is a type of its own, so that each effect gets the body of its own kind. */
export function takeEffect<K extends Action['kind']>(
  decisions: Decisions,
  { kind, body }: { readonly kind: K; readonly body: BodyOf<K> },
  taking: Taking,
): void {
  EFFECTS[kind](decisions, body, taking);
}

/** Takes a project in, with whose keys its members use. */
export function setProject({ projects, persons }: Decisions, project: KnownProject): void {
  projects.set(project.id, project);
  for (const member of project.members) {
    persons.set(member.key, member.person);
  }
}

function amended(project: KnownProject, terms: Omit<BodyOf<'amend'>, 'project'>): KnownProject {
  return {
    ...project,
    purpose: terms.purpose ?? project.purpose,
    purposeClass: terms.purposeClass ?? project.purposeClass,
    fields: terms.fields ?? project.fields,
    members: terms.members ?? project.members,
    agreement: terms.agreement ?? project.agreement,
    ends: terms.ends ?? project.ends,
    ethics: terms.ethics ?? project.ethics,
  };
}

function openIncident(
  { frozen, incidents }: Decisions,
  body: BodyOf<'freeze'>,
  { action, people, atMs }: Taking,
): void {
  frozen.add(body.scope);
  const { scope, severity = 'high', contact } = body;
  incidents.set(action.id, {
    id: action.id,
    scope,
    severity,
    reason: action.reason,
    notes: [],
    openedAtMs: atMs,
    openedBy: people,
    ...(contact !== undefined && { contact }),
  });
}

/** Everybody in a project that was applied for gets the first cap that it names, where they have none. */
function giveMembers(decisions: Decisions, id: string, taking: Taking): void {
  const { members, epsilon } = decisions.projects.get(id) ?? breach('no such project');
  const persons = new Set(members.map(({ person }) => person));
  for (const person of epsilon === undefined ? [] : persons) {
    give(decisions, { meter: `analyst:${person}`, epsilon: epsilon?.analyst ?? '0' }, taking);
  }
}

function give({ given }: Decisions, what: Pick<Decisions['given'][number], 'meter' | 'epsilon'>, { action }: Taking) {
  const { id, kind, reason } = action;
  given.push({ ...what, action: id, reason: `First cap, from the ${kind} that was approved: ${reason}`, first: true });
}

const StandingGrant = z.strictObject({ meter: z.string().startsWith('block:'), nanoEpsilon: z.string() });

/** Follows what the configuration gives a new intake year: the first cap of its meter, which names no action. */
export function takeStandingGrant({ seen }: Decisions, grant: unknown): void {
  const { data } = StandingGrant.safeParse(grant);
  if (data !== undefined) {
    seen.yearNano = BigInt(data.nanoEpsilon);
  }
}
