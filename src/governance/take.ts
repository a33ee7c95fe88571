import { SfumatoError } from '../base/index.ts';
import { type Action, readAction, type SignedAction } from '../contract/index.ts';
import type { JournalRecord } from '../journal/index.ts';
import { policyFromJson } from '../policy/index.ts';
import { agreementHash } from './agreement.ts';
import { approvalOf, isTightening } from './approval.ts';
import { ActionRecord, type BodyOf, type Decisions, DocumentRecord, nameOfPolicy, policyKey } from './decisions.ts';
import { impossible } from './impossible.ts';
import { DeclineRecord, ProposalRecord, proposed } from './pending.ts';
import { Person } from './person.ts';
import type { KnownProject } from './project.ts';
import { revoke } from './revocations.ts';

/** An action whose signatures suffice, and the people who gave them. */
export interface Approved {
  readonly action: Action;
  readonly people: readonly string[];
}

/** Judges a signed action. @throws SfumatoError `approval-missing` with one sentence that says why it isn't taken. */
export function judgeAction(signed: SignedAction, decisions: Decisions): Approved {
  const read = readAction(signed);
  if (read === undefined) {
    throw new SfumatoError('approval-missing', 'This is no action in its form, or a signature does not fit it.');
  }
  const approval = approvalOf(read, decisions);
  if ('missing' in approval) {
    throw new SfumatoError('approval-missing', approval.missing);
  }
  return { action: read.action, people: approval.people };
}

interface Taking {
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
    const note = { atMs, by: people.join(' and '), text, corrective };
    incidents.set(id, { ...incident, notes: [...incident.notes, note] });
  },
  close({ incidents }, { incident: id }, { people, atMs }) {
    const incident = incidents.get(id) ?? breach('no incident was closed');
    incidents.set(id, { ...incident, closedAtMs: atMs, closedBy: people.join(' and ') });
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
  end({ projects }, { project: id }) {
    projects.set(id, { ...(projects.get(id) ?? breach('no project was ended')), ended: true });
  },
  agreement({ agreements }, { agreement: id, text }, { atMs }) {
    const former = agreements.get(id) ?? [];
    const next = { version: former.length + 1, text, hash: agreementHash(text), sinceMs: atMs };
    agreements.set(id, [...former, next]);
  },
  agree: ({ agreed }, { person, hash }) => void agreed.add(`${person} ${hash}`),
  revoke: (decisions, { key }, { seq }) => revoke(decisions, key, seq),
};

/** Takes an `action` record in: it was approved by the people enrolled at that time. @throws SfumatoError `invariant-broken`. */
export function takeAction(decisions: Decisions, record: JournalRecord): void {
  const { action, people } = judged(ActionRecord.parse(record.body).signed, decisions);
  if (isOver(decisions, action.id)) {
    breach('an action was taken twice, or after it was declined');
  }
  const why = impossible(action, decisions);
  if (why !== undefined) {
    breach(why);
  }
  decisions.taken.add(action.id);
  decisions.pending.delete(action.id);
  effect(decisions, { action, people, atMs: record.wallMs, seq: record.seq });
}

/** Takes a `proposal` record in. @throws SfumatoError `invariant-broken`. */
export function takeProposal(decisions: Decisions, record: JournalRecord): void {
  const { signed } = ProposalRecord.parse(record.body);
  const { id } = readAction(signed)?.action ?? breach('a proposal can’t be read');
  const next = proposed(decisions.pending.get(id), signed, record.wallMs);
  if ('fault' in next) {
    breach(next.fault);
  }
  if (isOver(decisions, id)) {
    breach('an action was proposed that is decided already');
  }
  decisions.pending.set(id, next.pending);
}

/** Takes a `decline` record in. @throws SfumatoError `invariant-broken`. */
export function takeDecline(decisions: Decisions, record: JournalRecord): void {
  const { action } = judged(DeclineRecord.parse(record.body).signed, decisions);
  if (action.kind !== 'decline' || !decisions.pending.delete(action.body.action)) {
    breach('something was declined that was not pending');
  }
  decisions.declined.add(action.body.action);
}

/** Takes a `document` record in: a policy that later actions may compare with. */
export function takeDocument({ documents }: Decisions, record: JournalRecord): void {
  const policy = policyFromJson(DocumentRecord.parse(record.body).json);
  documents.set(policyKey(nameOfPolicy(policy)), policy);
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

/** Kind by kind, so that each effect gets the body of its own kind. */
function effect(decisions: Decisions, taking: Taking): void {
  const { action } = taking;
  switch (action.kind) {
    case 'grant':
      EFFECTS.grant(decisions, action.body, taking);
      break;
    case 'freeze':
      EFFECTS.freeze(decisions, action.body, taking);
      break;
    case 'unfreeze':
      EFFECTS.unfreeze(decisions, action.body, taking);
      break;
    case 'note':
      EFFECTS.note(decisions, action.body, taking);
      break;
    case 'close':
      EFFECTS.close(decisions, action.body, taking);
      break;
    case 'policy':
      EFFECTS.policy(decisions, action.body, taking);
      break;
    case 'recovery':
      EFFECTS.recovery(decisions, action.body, taking);
      break;
    case 'enrol':
      EFFECTS.enrol(decisions, action.body, taking);
      break;
    case 'dismiss':
      EFFECTS.dismiss(decisions, action.body, taking);
      break;
    case 'decline':
      EFFECTS.decline(decisions, action.body, taking);
      break;
    case 'project':
      EFFECTS.project(decisions, action.body, taking);
      break;
    case 'amend':
      EFFECTS.amend(decisions, action.body, taking);
      break;
    case 'end':
      EFFECTS.end(decisions, action.body, taking);
      break;
    case 'agreement':
      EFFECTS.agreement(decisions, action.body, taking);
      break;
    case 'agree':
      EFFECTS.agree(decisions, action.body, taking);
      break;
    case 'revoke':
      EFFECTS.revoke(decisions, action.body, taking);
      break;
  }
}

function openIncident(
  { frozen, incidents }: Decisions,
  body: BodyOf<'freeze'>,
  { action, people, atMs }: Taking,
): void {
  frozen.add(body.scope);
  const { scope, severity = 'high', contact } = body;
  incidents.set(action.id, {
    ...{ id: action.id, scope, severity, reason: action.reason, notes: [] },
    ...{ openedAtMs: atMs, openedBy: people.join(' and '), ...(contact !== undefined && { contact }) },
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

function isOver({ taken, declined }: Decisions, id: string): boolean {
  return taken.has(id) || declined.has(id);
}

function judged(signed: SignedAction, decisions: Decisions): Approved {
  try {
    return judgeAction(signed, decisions);
  } catch {
    breach('an action does not bear the signatures that it takes');
  }
}

function breach(what: string): never {
  throw new SfumatoError('invariant-broken', `The record of decisions is not sound: ${what}.`);
}
