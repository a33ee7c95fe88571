import { type Action, readAction, SignedAction } from '../../contract/index.ts';
import type { JournalRecord } from '../../journal/index.ts';

type Body = JournalRecord['body'];

/** Whom a body names, at whatever depth: people enrolled, members of projects, and those whose meters or questions it is about. */
export function peopleIn(body: Body): readonly string[] {
  if (typeof body === 'string') {
    return body.startsWith('analyst:') ? [body.slice('analyst:'.length)] : [];
  }
  if (typeof body !== 'object' || body === null) {
    return [];
  }
  const own = 'person' in body && typeof body.person === 'string' ? [body.person] : [];
  return [...own, ...partsOf(body).flatMap(peopleIn)];
}

/** A project as the records of a journal speak of it. */
export interface Subject {
  readonly project: string;
  /** The ids of decisions about it: a decline, and what is written about an incident, names only such an id. */
  readonly decisions: Set<string>;
}

/** Whether a record is about a project. Records are looked at from the oldest on, so that a decision is known before what names it. */
export function isAbout({ body }: Pick<JournalRecord, 'body'>, { project, decisions }: Subject): boolean {
  const action = actionIn(body);
  if (projectsIn(body).includes(project)) {
    if (action !== undefined) {
      decisions.add(action.id);
    }
    return true;
  }
  switch (action?.kind) {
    case 'decline':
      return decisions.has(action.body.action);
    case 'note':
    case 'close':
      return decisions.has(action.body.incident);
    default:
      return false;
  }
}

/** The projects that a body speaks of: by their ids as project records, requests, meters, or scopes, and of a signed action by what it says. */
export function projectsIn(body: Body): readonly string[] {
  if (typeof body === 'string') {
    return body.startsWith('project:') ? [body.slice('project:'.length)] : [];
  }
  if (typeof body !== 'object' || body === null) {
    return [];
  }
  const named = 'project' in body && typeof body.project === 'string' ? [body.project] : [];
  const defined = 'purpose' in body && 'id' in body && typeof body.id === 'string' ? [body.id] : [];
  return [...named, ...defined, ...partsOf(body).flatMap(projectsIn)];
}

/** What stands in a body; of a signed action, which is one text, what it says. */
function partsOf(body: object): readonly Body[] {
  const action = actionIn(body);
  return action === undefined ? Object.values(body).filter((part) => part !== undefined) : [action.body];
}

function actionIn(body: Body | object): Action | undefined {
  const signed =
    typeof body === 'object' && body !== null && 'signed' in body
      ? SignedAction.safeParse(body.signed).data
      : undefined;
  return signed && readAction(signed)?.action;
}
