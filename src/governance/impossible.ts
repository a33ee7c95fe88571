import type { Action } from '../contract/index.ts';
import { agreementHash } from './agreement.ts';
import { type BodyOf, currentText, type Decisions, type PolicyName, policyKey } from './decisions.ts';
import { type Ground, ground } from './ground.ts';
import { holderOf } from './revocations.ts';

/** Why an action can't be done whoever signs it, its sentence a clause; `undefined` when it can. */
export function impossible(action: Action, decisions: Decisions): Ground | undefined {
  switch (action.kind) {
    case 'project':
      return notNew(action.body, decisions) ?? termsFault(action.body, decisions);
    case 'amend':
      return notOpen(action.body.project, decisions) ?? termsFault(action.body, decisions);
    case 'end':
      return notOpen(action.body.project, decisions);
    case 'agreement':
      return currentText(decisions, action.body.agreement)?.hash === agreementHash(action.body.text)
        ? ground('text-in-force', 'this text is in force already')
        : undefined;
    case 'agree':
      return currentText(decisions, action.body.agreement)?.hash === action.body.hash
        ? undefined
        : ground('text-other', 'this is not the text of the agreement that is in force');
    case 'enrol':
      return keyFault(action.body, decisions);
    case 'dismiss':
      return decisions.people.has(action.body.person)
        ? undefined
        : ground('person-unknown', 'nobody of this name is enrolled');
    case 'policy':
      return isInForceAlready(action.body, decisions)
        ? ground('policy-in-force', 'this policy is in force already, and no other waits')
        : undefined;
    case 'revoke':
      return decisions.revoked.has(action.body.key) ? ground('key-revoked', 'the key is revoked already') : undefined;
    default:
      return impossibleForIncident(action, decisions);
  }
}

function impossibleForIncident(action: Action, decisions: Decisions): Ground | undefined {
  switch (action.kind) {
    case 'freeze':
      return decisions.frozen.has(action.body.scope)
        ? ground('frozen-already', 'it is frozen already, and its incident open; write what is new as a note of that')
        : undefined;
    case 'note':
      return notOngoing(action.body.incident, decisions);
    case 'close':
      return notOngoing(action.body.incident, decisions) ?? notCorrected(action.body.incident, decisions);
    default:
      return undefined;
  }
}

/** Whether approving a policy would change nothing: while another waits, that takes the wait back. */
function isInForceAlready(wanted: BodyOf<'policy'>, { seen, policies }: Decisions): boolean {
  const [now, last] = [seen.policy, policies.at(-1)];
  const isNow = (one: PolicyName): boolean => now !== undefined && policyKey(one) === policyKey(now);
  return isNow(wanted) && (last === undefined || isNow(last));
}

function notNew({ project }: BodyOf<'project'>, { projects }: Decisions): Ground | undefined {
  return projects.has(project) ? ground('project-known', 'there is or was a project of this name') : undefined;
}

function notOpen(id: string, { projects }: Decisions): Ground | undefined {
  const project = projects.get(id);
  return project === undefined
    ? ground('project-unknown', 'there is no project of this name')
    : project.ended !== undefined
      ? ground('project-over', 'the project has ended, and is never opened again')
      : undefined;
}

type Member = BodyOf<'project'>['members'][number];

interface Terms {
  readonly members?: readonly Member[] | undefined;
  readonly agreement?: string | undefined;
}

/** Members are people with keys of their own, also across projects: a key under another name would have a budget of its own. */
function termsFault({ members = [], agreement }: Terms, decisions: Decisions): Ground | undefined {
  if (agreement !== undefined && currentText(decisions, agreement) === undefined) {
    return ground('text-missing', 'there is no text of its agreement on record; publish one first');
  }
  if (new Set(members.map(({ key }) => key)).size < members.length) {
    return ground('key-of-two', 'a key stands for two of its members');
  }
  return members.map((member) => keyFault(member, decisions)).find((fault) => fault !== undefined);
}

/** A key is one person's, for as long as it is accepted. */
function keyFault({ person, key }: Pick<Member, 'person' | 'key'>, decisions: Decisions): Ground | undefined {
  return decisions.revoked.has(key) || (holderOf(decisions, key) ?? person) !== person
    ? ground('key-of-other', `the key of ${person} is revoked or somebody else’s`, { person })
    : undefined;
}

function notOngoing(id: string, { incidents }: Decisions): Ground | undefined {
  const incident = incidents.get(id);
  return incident === undefined
    ? ground('incident-unknown', 'there is no such incident')
    : incident.closedAtMs === undefined
      ? undefined
      : ground('incident-closed', 'the incident is closed');
}

function notCorrected(id: string, { incidents }: Decisions): Ground | undefined {
  return incidents.get(id)?.notes.some(({ corrective }) => corrective) === true
    ? undefined
    : ground('incident-not-corrected', 'no corrective action is on record for the incident');
}
