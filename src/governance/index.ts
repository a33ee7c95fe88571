/** Floor 3: who may ask what, who agreed, and who decided. Folds of the journal. */

export { type Asker, type Authority, hasAgreed } from './access.ts';
export { type Actor, SHELL } from './actor.ts';
export { agreementHash } from './agreement.ts';
export {
  currentText,
  type Decisions,
  type Given,
  membersOf,
  nameOfPolicy,
  type PolicyName,
  policyKey,
} from './decisions.ts';
export { createGovernance, type Governance } from './governance.ts';
export { type Ground, type GroundCode, ground, notTaken } from './ground.ts';
export type { Incident } from './incident.ts';
export { KIND_NAMES } from './kind-names.table.ts';
export { isWanted, LOG_KINDS, type LogEntry, LogFilter } from './log.ts';
export { mergeSigned, type Pending } from './pending.ts';
export { assertAllowed, mayCall, type Permission, permissionOf } from './permission.ts';
export { Person } from './person.ts';
export { hasEnded, type KnownProject, Project } from './project.ts';
export { type Replaceable, replaceableIn } from './replaceable.ts';
export type { Seat } from './roles.table.ts';
export { secondKey } from './second-key.ts';
export { actorOf, peopleOf } from './signers.ts';
