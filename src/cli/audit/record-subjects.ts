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
  if (concerns(body, project)) {
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

/** Whether a body speaks of a project: by its id as a project record, a request, a meter, or a scope, and of a signed action by what it says. */
function concerns(body: Body, project: string): boolean {
  if (typeof body === 'string') {
    return body === `project:${project}`;
  }
  if (typeof body !== 'object' || body === null) {
    return false;
  }
  const isNamed = 'project' in body && body.project === project;
  const isDefined = 'purpose' in body && 'id' in body && body.id === project;
  return isNamed || isDefined || partsOf(body).some((part) => concerns(part, project));
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
