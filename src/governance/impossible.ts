import type { Action } from '../contract/index.ts';
import { agreementHash } from './agreement.ts';
import { type BodyOf, currentText, type Decisions } from './decisions.ts';
import { holderOf } from './revocations.ts';

/** Why an action can't be done whoever signs it, as a clause; `undefined` when it can. */
export function impossible(action: Action, decisions: Decisions): string | undefined {
  switch (action.kind) {
    case 'project':
      return notNew(action.body, decisions) ?? termsFault(action.body, decisions);
    case 'amend':
      return notOpen(action.body.project, decisions) ?? termsFault(action.body, decisions);
    case 'end':
      return notOpen(action.body.project, decisions);
    case 'agreement':
      return currentText(decisions, action.body.agreement)?.hash === agreementHash(action.body.text)
        ? 'this text is in force already'
        : undefined;
    case 'agree':
      return currentText(decisions, action.body.agreement)?.hash === action.body.hash
        ? undefined
        : 'this is not the text of the agreement that is in force';
    case 'enrol':
      return keyFault(action.body, decisions);
    case 'dismiss':
      return decisions.people.has(action.body.person) ? undefined : 'nobody of this name is enrolled';
    case 'revoke':
      return decisions.revoked.has(action.body.key) ? 'the key is revoked already' : undefined;
    default:
      return impossibleForIncident(action, decisions);
  }
}

function impossibleForIncident(action: Action, decisions: Decisions): string | undefined {
  switch (action.kind) {
    case 'freeze':
      return decisions.frozen.has(action.body.scope)
        ? 'it is frozen already, and its incident open; write what is new as a note of that'
        : undefined;
    case 'note':
      return notOngoing(action.body.incident, decisions);
    case 'close':
      return notOngoing(action.body.incident, decisions) ?? notCorrected(action.body.incident, decisions);
    default:
      return undefined;
  }
}

function notNew({ project }: BodyOf<'project'>, { projects }: Decisions): string | undefined {
  return projects.has(project) ? 'there is or was a project of this name' : undefined;
}

function notOpen(id: string, { projects }: Decisions): string | undefined {
  const project = projects.get(id);
  return project === undefined
    ? 'there is no project of this name'
    : project.ended !== undefined
      ? 'the project has ended, and is never opened again'
      : undefined;
}

type Member = BodyOf<'project'>['members'][number];

interface Terms {
  readonly members?: readonly Member[] | undefined;
  readonly agreement?: string | undefined;
}

/** Members are people with keys of their own, also across projects: a key under another name would have a budget of its own. */
function termsFault({ members = [], agreement }: Terms, decisions: Decisions): string | undefined {
  if (agreement !== undefined && currentText(decisions, agreement) === undefined) {
    return 'there is no text of its agreement on record; publish one first';
  }
  if (new Set(members.map(({ key }) => key)).size < members.length) {
    return 'a key stands for two of its members';
  }
  return members.map((member) => keyFault(member, decisions)).find((fault) => fault !== undefined);
}

/** A key is one person's, for as long as it is accepted. */
function keyFault({ person, key }: Pick<Member, 'person' | 'key'>, decisions: Decisions): string | undefined {
  return decisions.revoked.has(key) || (holderOf(decisions, key) ?? person) !== person
    ? `the key of ${person} is revoked or somebody else’s`
    : undefined;
}

function notOngoing(id: string, { incidents }: Decisions): string | undefined {
  const incident = incidents.get(id);
  return incident === undefined
    ? 'there is no such incident'
    : incident.closedAtMs === undefined
      ? undefined
      : 'the incident is closed';
}

function notCorrected(id: string, { incidents }: Decisions): string | undefined {
  return incidents.get(id)?.notes.some(({ corrective }) => corrective) === true
    ? undefined
    : 'no corrective action is on record for the incident';
}
